import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { useQuery } from '@tanstack/react-query';
import { fieldOf, type MetaIndex, type ResourceMeta } from '../meta';
import { useIndex } from '../session';
import { instant, shown } from '../value';

type Change = { field: string; before: unknown; after: unknown };
type Event = { seq: number; at: string; name: string; email: string | null; changes: Change[] };

const OF_RECORDS = new Set(['create', 'update', 'delete', 'restore', 'replace']);

function wordsOf(index: MetaIndex, name: string): string {
  const verb = name.split('.').at(-1) ?? '';
  if (OF_RECORDS.has(verb)) return t(`history.${verb}`);
  return index.commands.find((command) => command.name === name)?.label ?? name;
}

/** What happened to the row, the latest first, with each value before and after. */
export function History({ meta, id }: { meta: ResourceMeta; id: string }) {
  const index = useIndex();
  const history = useQuery({
    queryKey: ['history', meta.name, id],
    queryFn: async () => {
      const path = `${meta.path}${encodeURIComponent(id)}/history/`;
      return (await call<{ results: Event[] }>(path)).data.results.toSorted((a, b) => b.seq - a.seq);
    },
  });
  if (history.error) return <p className="text-bad">{history.error.message}</p>;
  return (
    <ol className="grid gap-3">
      {history.data?.map((event) => (
        <li key={event.seq} className="border-s-2 border-line ps-3">
          <p>
            <b className="font-semibold">{wordsOf(index, event.name)}</b>{' '}
            <span className="text-ink-2">
              {event.email ?? t('history.program')} · {instant(event.at)}
            </span>
          </p>
          <Changes meta={meta} changes={event.changes} />
        </li>
      ))}
    </ol>
  );
}

function Changes({ meta, changes }: { meta: ResourceMeta; changes: Change[] }) {
  if (changes.length === 0) return null;
  return (
    <div className="sheet-box mt-1 max-w-2xl">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t('list.filterField')}</th>
            <th scope="col">{t('history.before')}</th>
            <th scope="col">{t('history.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => {
            const known = fieldOf(meta, field) ?? { name: field, label: field, type: 'text' };
            const text = (value: unknown) => shown({ ...known, name: 'value' }, { value });
            return (
              <tr key={field}>
                <td>{known.label}</td>
                <td className="words text-ink-2">{text(before)}</td>
                <td className="words">{text(after)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
