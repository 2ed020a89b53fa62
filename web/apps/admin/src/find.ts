import { call } from '@sanduk/api';
import { codeOf, type Page, placeOf, type ResourceMeta, resourceQuery, titleOf, useIndex } from '@sanduk/resource';
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

async function look(meta: ResourceMeta, text: string, signal: AbortSignal): Promise<Found[]> {
  const query = { [meta.search ? 'search' : meta.code]: text, page_size: '4' };
  const { data } = await call<Page>(meta.path, { query, signal });
  return data.results.flatMap((row) => {
    const [title, code, to] = [titleOf(meta, row), codeOf(meta, row), placeOf(meta, row)];
    const hint = [title === code ? '' : code, meta.label].filter(Boolean).join(' · ');
    return to ? [{ group: 'records', label: title, hint, to }] : [];
  });
}

/** Records with these words, of all lists of the menu. */
export function useFound(text: string): Found[] {
  const client = useQueryClient();
  const { menu, version } = useIndex();
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    const words = text.trim();
    if (words.length < SHORTEST) return setFound([]);
    const stop = new AbortController();
    const names = menu.flatMap((group) => group.items).flatMap(({ resource }) => resource ?? []);
    const ask = async () => {
      const all = await Promise.all(names.map((name) => client.ensureQueryData(resourceQuery(name, version))));
      const lists = all.filter((meta) => meta.search || isNumbered(meta));
      const answers = await Promise.all(lists.map((meta) => look(meta, words, stop.signal).catch(() => [])));
      // Rows of two lists may lead to the same page.
      const byPlace = new Map<string, Found>();
      for (const one of answers.flat()) if (!byPlace.has(one.to)) byPlace.set(one.to, one);
      if (!stop.signal.aborted) setFound([...byPlace.values()]);
    };
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, menu, version, text]);
  return found;
}
