import { call } from '@sanduk/api';
import {
  codeOf,
  fieldOf,
  type Page,
  placeOf,
  type ResourceMeta,
  resourceQuery,
  titleOf,
  useIndex,
} from '@sanduk/resource';
import { remember, remembered } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export type Found = { group: string; label: string; hint: string; to: string };

const RECENT = 6;
const PAUSE = 120;
const SHORTEST = 2;

/** What this user has opened in this company, and how to add to it. */
export function useRecent() {
  const { company, user } = useIndex();
  const key = `recent.${company.slug}.${user.id}`;
  const recent = remembered<Found[]>(key, []);
  const keep = (one: Found) => {
    const others = recent.filter((before) => before.to !== one.to);
    remember(key, [{ ...one, group: 'recent' }, ...others].slice(0, RECENT));
  };
  return { recent, keep };
}

/** A list that cannot be searched may still know a row by its number. */
const isNumbered = (meta: ResourceMeta) => meta.parameters.some(({ name }) => name === meta.code);

/** By what rows are found: by words; and what has digits may be a part of a number that is printed on papers. */
function waysTo(meta: ResourceMeta, text: string): string[] {
  const { code } = meta;
  const isPart = /\d/.test(text) && fieldOf(meta, code)?.filter?.includes('contains');
  return [...(isPart ? [`${code}__contains`] : isNumbered(meta) ? [code] : []), ...(meta.search ? ['search'] : [])];
}

async function look(meta: ResourceMeta, way: string, text: string, signal: AbortSignal): Promise<Found[]> {
  const { data } = await call<Page>(meta.path, { query: { [way]: text, page_size: '4' }, signal });
  return data.results.flatMap((row) => {
    const [title, code, to] = [titleOf(meta, row), codeOf(meta, row), placeOf(meta, row)];
    const hint = [title === code ? '' : code, meta.label].filter(Boolean).join(' · ');
    return to ? [{ group: 'records', label: title, hint, to }] : [];
  });
}

const NONE: Found[] = [];

/** Records with these words, of all lists of the menu, and whether they are still looked for. */
export function useFound(text: string): { records: Found[]; isPending: boolean } {
  const client = useQueryClient();
  const { menu, version } = useIndex();
  const [found, setFound] = useState({ words: '', records: NONE });
  const words = text.trim();
  const isAsked = words.length >= SHORTEST;
  useEffect(() => {
    if (!isAsked) return;
    const stop = new AbortController();
    const names = menu.flatMap((group) => group.items).flatMap(({ resource }) => resource ?? []);
    const ask = async () => {
      const all = await Promise.all(names.map((name) => client.ensureQueryData(resourceQuery(name, version))));
      const looks = all.flatMap((meta) => waysTo(meta, words).map((way) => look(meta, way, words, stop.signal)));
      const answers = await Promise.all(looks.map((one) => one.catch(() => NONE)));
      // Rows of two lists may lead to the same page.
      const byPlace = new Map<string, Found>();
      for (const one of answers.flat()) if (!byPlace.has(one.to)) byPlace.set(one.to, one);
      return [...byPlace.values()];
    };
    const tell = (records: Found[]) => {
      if (!stop.signal.aborted) setFound({ words, records });
    };
    const timer = setTimeout(() => ask().then(tell, () => tell(NONE)), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, menu, version, words, isAsked]);
  return { records: isAsked ? found.records : NONE, isPending: isAsked && found.words !== words };
}
