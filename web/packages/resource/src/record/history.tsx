import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { SheetBox } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { fieldOf, type MetaIndex, type ResourceMeta } from '../meta';
import { useIndex } from '../session';
import { instant, shown } from '../value';

export type FieldChange = { field: string; before: unknown; after: unknown };
export type HistoryEvent = { seq: number; at: string; name: string; email: string | null; changes: FieldChange[] };

const OF_RECORDS = new Set(['create', 'update', 'delete', 'restore', 'replace']);

/** A command by what it does: what is done to all kinds of records alike, else itself. */
export function deedOf(name: string): string {
  const verb = name.split('.').at(-1) ?? '';
  return OF_RECORDS.has(verb) ? verb : name;
}

export function deedWords(index: MetaIndex, deed: string): string {
  if (OF_RECORDS.has(deed)) return t(`history.${deed}`);
  return index.commands.find((command) => command.name === deed)?.label ?? deed;
}

/** All that happened to a row, the latest first. */
export async function historyOf(meta: ResourceMeta, id: string, signal?: AbortSignal): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let path: string | null = `${meta.path}${encodeURIComponent(id)}/history/`;
  while (path) {
    const { data }: { data: { results: HistoryEvent[]; next: string | null } } = await call(path, {
      ...(signal ? { signal } : {}),
    });
    events.push(...data.results);
    path = data.next;
  }
  return events.toSorted((a, b) => b.seq - a.seq);
}

/** What happened to the row, the latest first, with each value before and after. */
export function History({ meta, id }: { meta: ResourceMeta; id: string }) {
  const index = useIndex();
  const history = useQuery({
    queryKey: ['history', meta.name, id],
    queryFn: ({ signal }) => historyOf(meta, id, signal),
  });
  if (history.error) return <p className="text-bad">{history.error.message}</p>;
  return (
    <ol className="grid gap-3">
      {history.data?.map((event) => (
        <li key={event.seq} className="border-s-2 border-line ps-3">
          <p>
            <b className="font-semibold">{deedWords(index, deedOf(event.name))}</b>{' '}
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

/** The fields that a command changed, with their values before and after. */
export function Changes({ meta, changes }: { meta: ResourceMeta; changes: FieldChange[] }) {
  if (changes.length === 0) return null;
  return (
    <SheetBox label={t('audit.changes')} className="mt-1 max-w-2xl">
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
    </SheetBox>
  );
}
