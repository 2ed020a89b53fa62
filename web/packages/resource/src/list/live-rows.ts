import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useLive } from '../live';
import { keyOf, type ResourceMeta } from '../meta';
import { listQuery, type Page, type Search } from '../query';

/** Cells change in place, and rows never jump: what has come, gone or moved is counted until somebody wants to see it. */
export function useLiveRows(meta: ResourceMeta, search: Search) {
  const client = useQueryClient();
  const { queryKey, queryFn } = useMemo(() => listQuery(meta, search), [meta, search]);
  const address = JSON.stringify(queryKey);
  const [fresh, setFresh] = useState({ address, count: 0 });

  const look = useCallback(async () => {
    const now = await client.fetchQuery({ queryKey: ['fresh', address], queryFn: queryFn as never, gcTime: 0 });
    const { results, groups } = now as Page;
    if (groups) return client.setQueryData(queryKey, now as Page);
    const byKey = new Map(results.map((row) => [keyOf(meta, row), row]));
    const before = client.getQueryData<Page>(queryKey);
    if (!before) return;
    const known = new Set(before.results.map((row) => keyOf(meta, row)));
    setFresh({ address, count: results.filter((row) => !known.has(keyOf(meta, row))).length });
    const merged = before.results.map((row) => byKey.get(keyOf(meta, row)) ?? row);
    client.setQueryData<Page>(queryKey, { ...before, results: merged });
  }, [client, meta, address, queryKey, queryFn]);

  useLive(meta.pages ? meta.name : undefined, look);
  const show = () => {
    setFresh({ address, count: 0 });
    void client.invalidateQueries({ queryKey });
  };
  return { count: fresh.address === address ? fresh.count : 0, show };
}
