import type { ComponentType, ReactNode } from 'react';
import { type CommandMeta, type FieldMeta, keyOf, type ResourceMeta, type Row } from './meta';
import type { Search } from './query';

/** What a hand-made part says about a resource or command, slot by slot; the pages themselves are never forked. */
export type Override = {
  /** Where the list is a file, if that is not told by its metadata. */
  file?: string;
  /** Where a row of a list leads, if that is not its own page; nothing where it has none. */
  open?: (row: Row) => string | undefined;
  /** Resources whose fields describe the rows of a part, by its name. */
  parts?: Record<string, string>;
  /** What metadata does not say about fields that are filled in. */
  fields?: Record<string, Partial<FieldMeta>>;
  columns?: Record<string, (row: Row) => ReactNode>;
  list?: ComponentType<{ meta: ResourceMeta; selected: Row[] }>;
  form?: ComponentType<{ meta: ResourceMeta; row: Row | null }>;
  /** Shown below a form while it is filled in: what was typed, and what the server would make of it. */
  preview?: ComponentType<{ typed: Row; answer: Row | undefined }>;
  /** Said above the form of a row that is stored. */
  note?: ComponentType<{ row: Row }>;
  detail?: ComponentType<{ meta: ResourceMeta; row: Row }>;
  actions?: ComponentType<{ meta: ResourceMeta; row: Row }>;
  command?: ComponentType<{ meta: CommandMeta }>;
  /** Where a cell of a report leads. */
  drill?: (column: string, row: Row, search: Search) => string | undefined;
  /** What is done with the answer of a command, before its page is left. */
  done?: (answer: Row) => Promise<void>;
};

const overrides = new Map<string, Override>();

export function register(name: string, override: Override): void {
  overrides.set(name, { ...overrides.get(name), ...override });
}

export const overrideOf = (name: string): Override => overrides.get(name) ?? {};

/** Fields as they are filled in, with what is said about them by hand. */
export function filledIn<Meta extends { name: string; fields: FieldMeta[] }>(meta: Meta): Meta {
  const own = overrideOf(meta.name).fields;
  return own ? { ...meta, fields: meta.fields.map((field) => ({ ...field, ...own[field.name] })) } : meta;
}

/** The page of a row, or what it leads to instead. */
export function placeOf(meta: ResourceMeta, row: Row): string | undefined {
  const { open } = overrideOf(meta.name);
  return open ? open(row) : `/r/${meta.name}/${encodeURIComponent(keyOf(meta, row))}`;
}

/** A tile of the home page. */
export type Tile = {
  name: string;
  /** The permissions without which it is not shown. */
  needs: string[];
  /** Lists whose changes change it. */
  topics: string[];
  content: ComponentType;
};

const tiles: Tile[] = [];

export const registerTile = (tile: Tile): number => tiles.push(tile);

export const allTiles = (): readonly Tile[] => tiles;
