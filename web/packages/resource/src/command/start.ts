import { call } from '@sanduk/api';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { textOf, type Values, valuesOf } from '../form-values';
import type { ActionMeta, CommandMeta, FieldMeta, ResourceMeta, Row } from '../meta';
import { keyOf, resourceQuery } from '../meta';
import type { Page, Search } from '../query';
import { useIndex } from '../session';
import { today } from '../today';
import { fieldValue } from '../value';

/** What a command's form begins with: its defaults, and what it takes over from the rows that it was started at. */
export type Start = {
  values: Values;
  /** The names of rows that are named by ids. */
  names: Record<string, string>;
  ifMatch: string | undefined;
  isBound: boolean;
};

/** A line of a form: its key tells it from others while it moves. */
export const newLine = (field: FieldMeta, given: Record<string, string> = {}): Values => ({
  ...valuesOf(shownFields(field), null),
  ...given,
  '~key': crypto.randomUUID(),
});

/** The fields of a line or object without those that only stand in place of another. */
export const shownFields = (field: { fields?: FieldMeta[] }): FieldMeta[] =>
  (field.fields ?? []).filter((inner) => !inner.instead_of);

/** What a picked row fills in beside the reference that names it. */
export function fillFrom(reference: FieldMeta, row: Row): Record<string, string> {
  const filled = Object.entries(reference.fill ?? {});
  return Object.fromEntries(filled.map(([name, of]) => [name, textOf(fieldValue(row, of))]));
}

function emptyValues(fields: FieldMeta[], day: string): Values {
  const values: Values = valuesOf(fields, null, day);
  for (const field of fields) {
    if (field.type === 'lines') values[field.name] = field.required ? [newLine(field)] : [];
    if (field.type === 'object') values[field.name] = valuesOf(shownFields(field), null, day);
  }
  return values;
}

/** `lines.*.sku` has a line for every row; any other field takes the value of the first. */
function bind(start: Start, fields: FieldMeta[], action: ActionMeta, meta: ResourceMeta, rows: Row[]): void {
  for (const [place, of] of Object.entries(action.bind)) {
    const [name = '', star, inner = ''] = place.split('.');
    const field = fields.find((one) => one.name === name);
    const [first] = rows;
    if (!field || !first) continue;
    if (star === undefined) {
      start.values[name] = textOf(fieldValue(first, of));
      start.names[name] = textOf(first[meta.code]);
    } else if (star === '*') {
      const reference = field.fields?.find((one) => one.name === inner);
      start.values[name] = rows.map((row) => {
        const given = { [inner]: textOf(fieldValue(row, of)) };
        return newLine(field, { ...(reference ? fillFrom(reference, row) : {}), ...given });
      });
    }
  }
}

/** A command that changes a row begins with what it is now. */
const CHANGES = new Set(['PATCH', 'PUT']);

function valuesNow(fields: FieldMeta[], row: Row): Record<string, string> {
  const known = fields.filter((field) => field.type !== 'lines' && field.type !== 'object' && field.name in row);
  return valuesOf(known, row);
}

/** A row as a list has told it, else read anew. */
async function rowOf(client: QueryClient, meta: ResourceMeta, id: string): Promise<Row> {
  const lists = client.getQueriesData<Page>({ queryKey: ['list', meta.name] });
  const known = lists.flatMap(([, page]) => page?.results ?? []).find((row) => keyOf(meta, row) === id);
  return known ?? (await call<Row>(`${meta.path}${encodeURIComponent(id)}/`)).data;
}

/** Reads the rows that the address names, and begins the form with them. */
export function useStart(command: CommandMeta, { from, rows }: Search) {
  const index = useIndex();
  const client = useQueryClient();
  return useQuery({
    queryKey: ['start', command.name, from, rows],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Start> => {
      const values = emptyValues(command.fields, today(index));
      const start: Start = { values, names: {}, ifMatch: undefined, isBound: Boolean(from && rows) };
      if (!from || !rows) return start;
      const meta = await client.ensureQueryData(resourceQuery(from, index.version));
      const started = await Promise.all(rows.split(',').map((id) => rowOf(client, meta, id)));
      const action = meta.actions.find((one) => one.command === command.name);
      if (CHANGES.has(command.method)) Object.assign(start.values, valuesNow(command.fields, started[0] ?? {}));
      if (action) bind(start, command.fields, action, meta, started);
      const version = started[0]?.version;
      if (command.versioned && version !== undefined) start.ifMatch = `"${version}"`;
      return start;
    },
  });
}
