import { call } from '@sanduk/api';
import type { Choice } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { codeOf, type FieldMeta, type ResourceMeta, type Row, resourceQuery, titleOf } from './meta';
import type { Page } from './query';
import { useIndex } from './session';
import { shown } from './value';

const AT_MOST = 8;

/** A list without a search is looked through here, as far as its first page goes. */
async function rowsLike(meta: ResourceMeta, text: string, most: number, signal: AbortSignal): Promise<Row[]> {
  const size = meta.pages ? { page_size: '200' } : {};
  const query = meta.search ? { search: text, page_size: String(most) } : size;
  const { data } = await call<Page>(meta.path, { query, signal });
  if (meta.search) return data.results;
  const like = (row: Row) => `${codeOf(meta, row)} ${titleOf(meta, row)}`.toLowerCase().includes(text.toLowerCase());
  return data.results.filter(like).slice(0, most);
}

export function choiceOf(meta: ResourceMeta, row: Row): Choice {
  const price = meta.fields.find((field) => field.type === 'price' && field.list?.shown);
  const code = codeOf(meta, row);
  const title = titleOf(meta, row);
  return { value: code, label: title === code ? '' : title, hint: price && shown(price, row), row };
}

/** Rows that a reference may name, by what was typed. */
export function useChoices(field: Pick<FieldMeta, 'to' | 'also'>, most = AT_MOST) {
  const client = useQueryClient();
  const { version } = useIndex();
  const targets = [field.to, ...(field.also ?? [])].filter((name) => name !== undefined).join();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Choice[]> => {
      const find = async (name: string) => {
        const meta = await client.ensureQueryData(resourceQuery(name, version));
        return (await rowsLike(meta, text, most, signal)).map((row) => choiceOf(meta, row));
      };
      return (await Promise.all(targets.split(',').map(find))).flat();
    },
    [client, version, targets, most],
  );
}
