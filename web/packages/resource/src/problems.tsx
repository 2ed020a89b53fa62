import { Notice } from '@sanduk/ui';

/** What is wrong and has no box of its own. */
export function Problems({ of }: { of: string[] }) {
  return (
    <Notice bad>
      {of.map((problem) => (
        <p key={problem}>{problem}</p>
      ))}
    </Notice>
  );
}
