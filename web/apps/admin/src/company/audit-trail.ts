import { call, Problem } from '@sanduk/api';
import { type ResourceMeta, type Row, resourceQuery, useIndex } from '@sanduk/resource';
import { deedOf, type HistoryEvent, historyOf } from '@sanduk/resource/parts';
import { useQueries, useQuery } from '@tanstack/react-query';

/** A row that was changed, by the number of the command that changed it last; of one that is gone only its id is told. */
type Changed = { meta: ResourceMeta; id: string; row?: Row; seq: number };
type Feed = { results: Row[]; deleted: string[]; next: string | null; seq: number };

/** Something that happened to a row, with what is known of the row. */
export type Entry = HistoryEvent & { meta: ResourceMeta; id: string; row: Row; isGone: boolean };

type Trail = {
  /** The latest first. */
  entries: Entry[];
  /** Whether the commands that were looked back at have changed more rows than were read. */
  hasUnread: boolean;
  /** Whether nothing happened before. */
  isWhole: boolean;
  isLoading: boolean;
  problem: Error | null | undefined;
};

/** More than the number of any command. */
const END = String(Number.MAX_SAFE_INTEGER);
const PAGE = '1000';
/** What a list answers that does not tell its changes, or not to this user, or has no such row. */
const TELLS_NONE = new Set([400, 403, 404]);

const orNone =
  <T>(none: T) =>
  (error: unknown): T => {
    if (error instanceof Problem && TELLS_NONE.has(error.status)) return none;
    throw error;
  };

/** The lists whose rows have a history that this user may read. */
export function useAudited(): { metas: ResourceMeta[]; isLoading: boolean } {
  const { resources, version } = useIndex();
  const asked = useQueries({ queries: resources.map(({ name }) => resourceQuery(name, version)) });
  const metas = asked.flatMap(({ data }) => (data?.history && data.pages ? [data] : []));
  return { metas, isLoading: asked.some(({ isLoading }) => isLoading) };
}

async function readFeed(meta: ResourceMeta, since: string, signal: AbortSignal) {
  const rows: Changed[] = [];
  let page = await call<Feed>(meta.path, { query: { since, page_size: PAGE }, signal });
  for (;;) {
    const { results, deleted, next, seq } = page.data;
    rows.push(...results.map((row) => ({ meta, id: String(row.id), row, seq: Number(row.changed_seq) })));
    // When they were deleted, their history tells. It may also be that they are of another list of the same table.
    rows.push(...deleted.map((id) => ({ meta, id, seq: Number.POSITIVE_INFINITY })));
    if (!next) return { rows, seq };
    page = await call<Feed>(next, { signal });
  }
}

const feedQuery = (meta: ResourceMeta, since: string) => ({
  queryKey: ['audit', 'feed', meta.name, since],
  queryFn: ({ signal }: { signal: AbortSignal }) => readFeed(meta, since, signal).catch(orNone({ rows: [], seq: 0 })),
});

const historyQuery = ({ meta, id, seq }: Changed) => ({
  queryKey: ['audit', 'history', meta.name, id, seq],
  queryFn: ({ signal }: { signal: AbortSignal }) => historyOf(meta, id, signal).catch(orNone([])),
});

/** A row as its history tells it, where nobody else does. */
function rowOf(id: string, events: HistoryEvent[]): Row {
  const row: Row = { id };
  for (const { changes } of events.toReversed())
    for (const { field, before, after } of changes) row[field] = after ?? before;
  return row;
}

function entriesOf({ meta, id, row }: Omit<Changed, 'seq'>, events: HistoryEvent[]): Entry[] {
  const isGone = events[0] !== undefined && deedOf(events[0].name) === 'delete';
  return events.map((event) => ({ ...event, meta, id, row: row ?? rowOf(id, events), isGone }));
}

/**
 * What happened to the rows of these lists, as far as the last `reach` commands have changed them, and to no more than `most` of them.
 * A row that was not read was not changed after any that was: so what is told is complete down to where it ends.
 */
export function useTrail(metas: ResourceMeta[], reach: number, most: number): Trail {
  const heads = useQueries({ queries: metas.map((meta) => feedQuery(meta, END)) });
  const isKnown = heads.every(({ isPending }) => !isPending);
  const head = Math.max(0, ...heads.map(({ data }) => data?.seq ?? 0));
  const since = Math.max(0, head - reach);
  const feeds = useQueries({
    queries: metas.map((meta) => ({ ...feedQuery(meta, String(since)), enabled: isKnown })),
  });
  const rows = feeds.flatMap(({ data }) => data?.rows ?? []);
  // Two lists can show the rows of one table: a row that is gone from the one may be in the other.
  const byId = new Map(
    [...rows.filter(({ row }) => !row), ...rows.filter(({ row }) => row)].map((one) => [one.id, one]),
  );
  const changed = [...byId.values()].toSorted((a, b) => b.seq - a.seq);
  const read = changed.slice(0, most);
  const histories = useQueries({ queries: read.map(historyQuery) });
  const end = changed[most]?.seq ?? since;
  const entries = read.flatMap((one, place) => entriesOf(one, histories[place]?.data ?? []));
  const asked = [...heads, ...feeds, ...histories];
  return {
    entries: entries.filter(({ seq }) => seq > end).toSorted((a, b) => b.seq - a.seq),
    hasUnread: changed.length > most,
    isWhole: since === 0 && changed.length <= most,
    isLoading: !isKnown || asked.some(({ isLoading }) => isLoading),
    problem: asked.find(({ error }) => error)?.error,
  };
}

/** All that happened to one row, named by its id or code. */
export function useTrailOf(meta: ResourceMeta | undefined, id: string): Trail {
  const history = useQuery({
    queryKey: ['audit', 'history', meta?.name, id],
    enabled: meta !== undefined && id !== '',
    queryFn: ({ signal }) => historyOf(meta as ResourceMeta, id, signal),
  });
  const entries = meta ? entriesOf({ meta, id }, history.data ?? []) : [];
  return { entries, hasUnread: false, isWhole: true, isLoading: history.isLoading, problem: history.error };
}
