import { call } from '@sanduk/api';
import { queryOptions } from '@tanstack/react-query';
import { shown } from './value';

export type Row = Record<string, unknown>;

export type FieldMeta = {
  name: string;
  label: string;
  help?: string;
  type: string;
  many?: boolean;
  to?: string;
  also?: string[];
  choices?: { value: string; label: string }[];
  min?: number | string;
  max?: number | string;
  default?: string | number | boolean;
  nullable?: boolean;
  required?: boolean;
  read_only?: boolean;
  unique?: boolean;
  order?: boolean;
  filter?: string[];
  align?: 'end';
  currency?: string;
  unit?: string;
  view?: string;
  list?: { width: number; shown: boolean };
  fields?: FieldMeta[];
  fill?: Record<string, string>;
  instead_of?: string;
  /** Whether its rows are few, and ticked instead of typed. */
  ticked?: boolean;
};

export type ActionMeta = { command: string; on: 'list' | 'row' | 'selection'; bind: Record<string, string> };
export type RelatedMeta = { resource?: string; report?: string; label: string; filter: Record<string, string> };
export type PartMeta = { name: string; label: string; help: string; fields: FieldMeta[] };
export type TransitionMeta = { from: string; to: string; command: string; label: string };

export type ResourceMeta = {
  name: string;
  path: string;
  label: string;
  label_plural: string;
  help: string;
  code: string;
  title: string[];
  search: boolean;
  pages: boolean;
  history: boolean;
  order: { default: string; fields: string[] };
  /** What its rows can be put together by, and the numbers that can be summed up then. */
  group_by?: string[];
  sums?: string[];
  can: { view: string; create?: string; update?: string; delete?: string; restore?: string };
  fields: FieldMeta[];
  groups: { name: string; label: string; fields: string[] }[];
  parameters: FieldMeta[];
  actions: ActionMeta[];
  related: RelatedMeta[];
  parts: PartMeta[];
  states?: { field: string; transitions: TransitionMeta[] };
};

export type CommandMeta = {
  name: string;
  method: string;
  path: string;
  label: string;
  help: string;
  preview: boolean;
  idempotent: boolean;
  versioned: boolean;
  takes_file: boolean;
  affects: string[];
  result?: { resource: string; id: string; number?: string };
  fields: FieldMeta[];
};

export type ColumnMeta = { name: string; label: string; type: string; align?: 'end'; when?: string };
export type ReportMeta = {
  name: string;
  path: string;
  label: string;
  help: string;
  parameters: FieldMeta[];
  columns: ColumnMeta[];
  formats: string[];
};

export type MenuItem = { label: string; resource?: string; command?: string; report?: string };
export type MetaIndex = {
  version: string;
  company: { name: string; slug: string; currency: string; decimals: number; timezone: string };
  user: { id: string; email: string; name: string };
  grants: string[];
  menu: { label: string; items: MenuItem[] }[];
  resources: { name: string; label: string; label_plural: string; module: string; view: string; create?: string }[];
  commands: { name: string; label: string }[];
  reports: { name: string; label: string }[];
};

/** Small and personal: asked at every start. */
export const indexQuery = queryOptions({
  queryKey: ['meta'],
  queryFn: async () => (await call<MetaIndex>('/api/v1/meta/')).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** A definition is the same for everybody under its version, so the browser keeps it for good. */
function definition<T>(kind: string, name: string, version: string) {
  return queryOptions({
    queryKey: ['meta', kind, name, version],
    queryFn: async () => (await call<T>(`/api/v1/meta/${kind}/${name}/`, { query: { v: version } })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const resourceQuery = (name: string, version: string) => definition<ResourceMeta>('resources', name, version);
export const commandQuery = (name: string, version: string) => definition<CommandMeta>('commands', name, version);
export const reportQuery = (name: string, version: string) => definition<ReportMeta>('reports', name, version);

/** The server's rule: a name, `module.*`, `*.verb` or `*`. It only hides; the server decides. */
export function may(index: MetaIndex, permission: string | undefined): boolean {
  if (permission === undefined) return false;
  return index.grants.some((grant) => {
    if (grant === '*' || grant === permission) return true;
    if (grant.endsWith('.*')) return permission.startsWith(grant.slice(0, -1));
    return grant.startsWith('*.') && permission.endsWith(grant.slice(1));
  });
}

export const fieldOf = (meta: { fields: FieldMeta[] }, name: string) =>
  meta.fields.find((field) => field.name === name);

/** A row's place in addresses: its id, else the field that commands name it by, else its code. */
export function keyOf(meta: ResourceMeta, row: Row): string {
  const [named] = meta.actions.filter(({ on }) => on === 'row').flatMap(({ bind }) => Object.values(bind));
  return String(row.id ?? row[named ?? meta.code] ?? row[meta.code] ?? '');
}

export const codeOf = (meta: ResourceMeta, row: Row): string => String(row[meta.code] ?? row.id ?? '');

const TITLE_WORDS = 2;

/** The words of a row: its name where it has one, else its code; where that is an id, what its list shows first. */
export function titleOf(meta: ResourceMeta, row: Row): string {
  const words = meta.title.map((name) => row[name]).filter(Boolean);
  const title = String(words.at(-1) ?? codeOf(meta, row));
  if (title !== row.id) return title;
  const listed = meta.fields.filter(({ name, type, list }) => list?.shown && type !== 'boolean' && name !== meta.code);
  const shownFirst = listed.map((field) => shown(field, row)).filter(Boolean);
  return shownFirst.slice(0, TITLE_WORDS).join(' · ') || title;
}
