import { Link } from '@tanstack/react-router';
import { useIndex } from '../session';

/** Leads to the row that a reference names, where this user may read its list. */
export function ReferenceLink({ resource, value, text }: { resource: string; value: string; text: string }) {
  const { resources } = useIndex();
  if (!resources.some((known) => known.name === resource)) return <bdi>{text}</bdi>;
  return (
    <Link to="/r/$resource/$id" params={{ resource, id: value }}>
      <bdi>{text}</bdi>
    </Link>
  );
}
