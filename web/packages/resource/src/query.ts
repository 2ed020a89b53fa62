import { call } from '@sanduk/api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ResourceMeta, Row } from './meta';

/** The state of a list is its address, under the API's own names: what stands there can be asked of the server as it is. */
export type Search = Record<string, string>;

export type Page = {
  count: number;
  count_exact?: boolean;
  next?: string | null;
  previous?: string | null;
  results: Row[];
  /** Instead of rows, where they are asked for in groups. */
  groups?: Group[];
};

export type Group = {
  value: string | boolean | null;
  name: string | null;
  count: number;
  currency?: string;
  sums: Record<string, string | number>;
};

export type Condition = { key: string; name: string; operator: string; value: string };

const OF_SCREENS = new Set(['cols', 'view']);
const OF_PAGES = new Set(['page', 'page_size', 'cursor', 'ordering', 'search', 'group_by', 'sum']);

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** What compares, behind the name of a field; without one of these it is a field of the row that a reference leads to. */
const OPERATORS = new Set(['gte', 'lte', 'gt', 'lt', 'in', 'ne', 'not_in', 'contains', 'isnull']);

const only = (search: Search, keep: (name: string) => boolean): Search =>
  Object.fromEntries(Object.entries(search).filter(([name]) => keep(name)));

export const asApi = (search: Search): Search => only(search, (name) => !OF_SCREENS.has(name));

/** Groups have neither pages nor an order. */
const OF_ROWS = new Set(['page', 'page_size', 'cursor', 'ordering']);

/** What the list is asked for. */
const asked = (search: Search): Search =>
  search.group_by ? only(asApi(search), (name) => !OF_ROWS.has(name)) : asApi(search);

/** What a saved view keeps: filters and order, not the place in the list. */
export const asView = (search: Search): Search =>
  only(search, (name) => !OF_SCREENS.has(name) && name !== 'cursor' && name !== 'page');

export function conditionsOf(search: Search): Condition[] {
  const filters = Object.entries(search).filter(([name]) => !OF_PAGES.has(name) && !OF_SCREENS.has(name));
  return filters.map(([key, value]) => {
    const cut = key.lastIndexOf('__');
    return cut < 0 || !OPERATORS.has(key.slice(cut + 2))
      ? { key, name: key, operator: '', value }
      : { key, name: key.slice(0, cut), operator: key.slice(cut + 2), value };
  });
}

/** The search that leads to a page which the server has named. */
export function pageBehind(search: Search, link: string): Search {
  const { cursor: _, page: __, ...rest } = search;
  const { cursor, page } = parseSearch(new URL(link, location.origin).search);
  return { ...rest, ...(cursor ? { cursor } : {}), ...(page ? { page } : {}) };
}

export const listQuery = (meta: ResourceMeta, search: Search) =>
  queryOptions({
    queryKey: ['list', meta.name, asked(search)],
    queryFn: async ({ signal }) => (await call<Page>(meta.path, { query: asked(search), signal })).data,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

/** One row with its version, for `If-Match`. */
export const rowQuery = (meta: ResourceMeta, id: string) =>
  queryOptions({
    queryKey: ['row', meta.name, id],
    queryFn: ({ signal }) => call<Row>(`${meta.path}${encodeURIComponent(id)}/`, { signal }),
  });
