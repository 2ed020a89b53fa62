import { call } from '@sanduk/api';
import type { FieldMeta, MetaIndex, ResourceMeta } from '../meta';
import { csvOf, type Table } from './table';

export type Target = {
  name: string;
  label: string;
  path: string;
  updates: boolean;
  /** What columns can be, of documents; those of a resource are its own. */
  fields?: FieldMeta[];
};
export type CellError = { line: number; column?: string | null; message: string };
export type ImportAnswer = {
  outcome: 'tried' | 'written' | 'refused' | 'stopped' | 'cancelled';
  created: number;
  updated: number;
  unchanged: number;
  repeated: number;
  refused: number;
  waiting?: number;
  errors: CellError[];
  more_errors: number;
};
export type Run = {
  id: string;
  target: string;
  name: string;
  action: 'import' | 'try';
  state: 'waiting' | 'running' | 'done' | 'refused' | 'stopped' | 'cancelled' | 'failed';
  is_cancelled: boolean;
  done: number;
  total: number;
  problem: string | null;
};

/** How the file is read; what is empty is found out by the server. */
export type Choices = { mode: string; by: string; decimal: string; dates: string; document: string; errors: string };
export const USUAL: Choices = { mode: '', by: '', decimal: '', dates: '', document: '', errors: '' };
/** The field of each column, by its name; one that is empty is left out. */
export type Mapping = Record<string, string>;

/** Up to so many rows a file is carried out whole or not at all, while one waits. */
export const AT_ONCE = 2_000;
export const isLarge = (table: Table) => table.rows.length > AT_ONCE;

const RUNS = '/api/v1/import-runs/';
export const runPath = (id: string) => `${RUNS}${id}/`;

export const targetsQuery = (index: MetaIndex) => ({
  queryKey: ['import-targets', index.version],
  queryFn: async () => (await call<{ targets: Target[] }>('/api/v1/import-targets/')).data.targets,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What columns of the target can be. An exported file names its rows by id, too. */
export const fieldsOf = (target: Target, meta: ResourceMeta | undefined): FieldMeta[] =>
  target.fields ?? meta?.fields.filter((field) => !field.read_only || field.name === 'id') ?? [];

/** What was said of an earlier file with the same columns, else the fields whose name or label they have. */
export async function guess(target: Target, columns: string[], fields: FieldMeta[]): Promise<Mapping> {
  const query = { target: target.name, page_size: '100' };
  const kept = await call<{ results: { columns: string; mapping: string }[] }>('/api/v1/import-mappings/', { query });
  const same = kept.data.results.find((one) => one.columns === columns.join(', '));
  const said = same ? (JSON.parse(same.mapping) as Record<string, string | null>) : {};
  const alike = (column: string) =>
    fields.find(({ name, label }) => [name, label].some((word) => word.toLowerCase() === column.toLowerCase()));
  return Object.fromEntries(
    columns.map((column) => [column, column in said ? (said[column] ?? '') : (alike(column)?.name ?? '')]),
  );
}

/** Rows are found by their code, unless the file has only their ids or one wants to change codes. */
const isById = ({ by }: Choices, mapping: Mapping, code: string | undefined): boolean => {
  const fields = Object.values(mapping);
  return fields.includes('id') && (by === 'id' || !code || !fields.includes(code));
};

function queryOf(choices: Choices, mapping: Mapping, code: string | undefined) {
  const byId = isById(choices, mapping, code);
  const fieldOf = (field: string) => (field === 'id' && !byId ? null : field || null);
  const named = Object.entries(mapping).map(([column, field]) => [column, fieldOf(field)]);
  return { ...choices, by: byId ? 'id' : '', mapping: JSON.stringify(Object.fromEntries(named)) };
}

export type Asking = { target: Target; name: string; table: Table; mapping: Mapping; choices: Choices; code?: string };

/** Tries or imports the file: what became of it, or the id of what does so in the background. */
export async function ask(asking: Asking, isTry: boolean): Promise<{ answer: ImportAnswer } | { run: string }> {
  const { target, name, table, mapping, choices, code } = asking;
  const query = queryOf(choices, mapping, code);
  const body = new Blob([csvOf(table)]);
  if (!isLarge(table)) return { answer: (await call<ImportAnswer>(target.path, { query, body, dryRun: isTry })).data };
  const about = { target: target.name, name: name.replace(/\.xlsx$/i, '.csv'), action: isTry ? 'try' : 'import' };
  const { data } = await call<{ id: string }>(RUNS, { query: { ...query, ...about }, body });
  return { run: data.id };
}
