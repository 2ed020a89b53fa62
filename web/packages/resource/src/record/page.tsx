import { Notice } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { valuesOf } from '../form-values';
import { useLive } from '../live';
import { may, type ResourceMeta } from '../meta';
import { rowQuery, type Search, stringifySearch } from '../query';
import { overrideOf } from '../registry';
import { useIndex, useResource } from '../session';
import { today } from '../today';
import { DetailPage } from './detail';
import { FormPage } from './form';

/** One row: a form where it may be changed as it is, else its details. A new one begins with what its address says. */
export function RecordPage() {
  const { resource, id } = useParams({ from: '/inside/r/$resource/$id' });
  const { like, ...given } = useSearch({ from: '/inside/r/$resource/$id' });
  const meta = useResource(resource);
  if (id === 'new' && like) return <CopyPage key={`${resource}/${like}`} meta={meta} like={like} />;
  if (id === 'new' && Object.keys(given).length > 0) return <GivenPage key={resource} meta={meta} given={given} />;
  if (id === 'new') return <FormPage key={resource} meta={meta} id={id} row={null} etag={undefined} />;
  return <StoredPage key={`${resource}/${id}`} meta={meta} id={id} />;
}

/** A new row of which its address says a part; the rest is as usual. */
function GivenPage({ meta, given }: { meta: ResourceMeta; given: Search }) {
  const usual = valuesOf(meta.fields, null, today(useIndex()));
  const model = { ...usual, ...given, id: stringifySearch(given) };
  return <FormPage meta={meta} id="new" row={null} etag={undefined} model={model} />;
}

/** A new row that begins as another one is, but for what only one row may have. */
function CopyPage({ meta, like }: { meta: ResourceMeta; like: string }) {
  const { data, error } = useQuery(rowQuery(meta, like));
  if (error) return <Failure error={error} />;
  if (!data) return null;
  const own = meta.fields.filter(({ name, unique }) => unique || name === meta.code).map(({ name }) => [name, '']);
  return (
    <FormPage meta={meta} id="new" row={null} etag={undefined} model={{ ...data.data, ...Object.fromEntries(own) }} />
  );
}

const Failure = ({ error }: { error: Error }) => (
  <div className="p-4">
    <Notice bad>{error.message}</Notice>
  </div>
);

function StoredPage({ meta, id }: { meta: ResourceMeta; id: string }) {
  const index = useIndex();
  const stored = useQuery(rowQuery(meta, id));
  useLive(meta.pages && stored.data ? `${meta.name}/${stored.data.data.id}` : undefined, () => void stored.refetch());
  if (stored.error) return <Failure error={stored.error} />;
  if (!stored.data) return null;
  const { data: row, etag } = stored.data;
  const { form: OwnForm, detail: OwnDetail } = overrideOf(meta.name);
  if (OwnForm) return <OwnForm meta={meta} row={row} />;
  if (OwnDetail) return <OwnDetail meta={meta} row={row} />;
  if (may(index, meta.can.update)) return <FormPage meta={meta} id={id} row={row} etag={etag} />;
  return <DetailPage meta={meta} row={row} />;
}
