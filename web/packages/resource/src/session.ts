import { useSuspenseQuery } from '@tanstack/react-query';
import { commandQuery, indexQuery, type MetaIndex, reportQuery, resourceQuery } from './meta';

/** Pages are shown only behind a loader that has asked for these, so they are there. */
export const useIndex = (): MetaIndex => useSuspenseQuery(indexQuery).data;
export const useResource = (name: string) => useSuspenseQuery(resourceQuery(name, useIndex().version)).data;
export const useCommand = (name: string) => useSuspenseQuery(commandQuery(name, useIndex().version)).data;
export const useReport = (name: string) => useSuspenseQuery(reportQuery(name, useIndex().version)).data;
