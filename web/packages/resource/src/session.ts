import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { commandQuery, indexQuery, type MetaIndex, reportQuery, resourceQuery } from './meta';
import { filledIn } from './registry';

/** Pages are shown only behind a loader that has asked for these, so they are there. */
export const useIndex = (): MetaIndex => useSuspenseQuery(indexQuery).data;
export const useResource = (name: string) => useSuspenseQuery(resourceQuery(name, useIndex().version)).data;
export function useCommand(name: string) {
  const { data } = useSuspenseQuery(commandQuery(name, useIndex().version));
  return useMemo(() => filledIn(data), [data]);
}
export const useReport = (name: string) => useSuspenseQuery(reportQuery(name, useIndex().version)).data;
