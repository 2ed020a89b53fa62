import { t } from '@sanduk/i18n';
import { Grid, Menu, Notice, Popover, say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { SortColumn } from 'react-data-grid';
import { download, keep } from '../download';
import { ImportLinks } from '../import/links';
import { keyOf, may, type ResourceMeta, type Row } from '../meta';
import { useOrder } from '../neighbours';
import { offered } from '../offered';
import { asApi, asView, type Group, listQuery, type Page, pageBehind, type Search } from '../query';
import { overrideOf, placeOf } from '../registry';
import { useIndex } from '../session';
import { Bulk, type BulkKind } from './bulk';
import { useColumns, useListed } from './columns';
import { Filters } from './filters';
import { GroupChoice, Groups, groupsAsCsv } from './groups';
import { useLiveRows } from './live-rows';
import { Views } from './views';

const NONE: Row[] = [];
const NO_GROUPS: Group[] = [];
const SIZES = ['50', '100', '500', '1000'];

function sortOf(text: string): SortColumn[] {
  const names = text.split(',').filter(Boolean);
  return names.map((name) => ({ columnKey: name.replace('-', ''), direction: name.startsWith('-') ? 'DESC' : 'ASC' }));
}

const orderingOf = (sort: readonly SortColumn[]): string =>
  sort.map(({ columnKey, direction }) => (direction === 'DESC' ? `-${columnKey}` : columnKey)).join(',');

/** Lists that have no pages do not say whether they have counted to the end. */
const isExact = ({ count_exact, next }: Page): boolean => count_exact ?? !next;

/** Words of the list, told by the address; every change of them is another address. */
function useGo(meta: ResourceMeta, search: Search) {
  const navigate = useNavigate();
  const go = (next: Search, replace = false) => {
    const given = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
    void navigate({ to: '/r/$resource', params: { resource: meta.name }, search: given, replace });
  };
  const change = (changes: Search) => go({ ...search, cursor: '', page: '', ...changes });
  return { go, change };
}

/** Asks for the next page before anybody wants it. */
function useNextPage(meta: ResourceMeta, search: Search, next: string | null | undefined) {
  const client = useQueryClient();
  useEffect(() => {
    if (next) void client.prefetchQuery(listQuery(meta, pageBehind(search, next)));
  }, [client, meta, search, next]);
}

export function ListPage({ meta, search }: { meta: ResourceMeta; search: Search }) {
  const navigate = useNavigate();
  const list = useQuery(listQuery(meta, search));
  const { go, change } = useGo(meta, search);
  const shape = useColumns(meta, search, (changes) => change({ ...changes, cursor: search.cursor ?? '' }));
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [bulk, setBulk] = useState<BulkKind | null>(null);
  const fresh = useLiveRows(meta, search);
  const place = useLocation({ select: ({ state }) => state.__TSR_key ?? '' });
  const rows = list.data?.results ?? NONE;
  const chosen = useMemo(() => rows.filter((row) => selected.has(keyOf(meta, row))), [rows, selected, meta]);
  useNextPage(meta, search, list.data?.next);
  useOrder(meta, rows);
  const open = (row: Row) => {
    const to = placeOf(meta, row);
    if (to) void navigate({ to });
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 p-4 max-sm:overflow-auto">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="page-title">{meta.label_plural}</h1>
        <span className="pt-1 text-ink-2" aria-live="polite">
          {list.data?.count !== undefined
            ? t(isExact(list.data) ? 'list.count' : 'list.countOver', { count: list.data.count })
            : ''}
        </span>
        {fresh.count > 0 ? (
          <button type="button" className="btn quiet" onClick={fresh.show}>
            {t('list.fresh', { count: fresh.count })}
          </button>
        ) : null}
        <span className="flex-1" />
        <ListActions
          meta={meta}
          search={search}
          columns={shape.names}
          chosen={chosen}
          groups={list.data?.groups ?? NO_GROUPS}
          onBulk={setBulk}
        />
      </header>
      <Views resource={meta.name} search={search} columns={shape.names} go={go} />
      <div className="flex flex-wrap items-center gap-2">
        {meta.search ? <SearchBox value={search.search ?? ''} onSearch={(text) => change({ search: text })} /> : null}
        <Filters meta={meta} search={search} change={change} />
        <span className="flex-1" />
        <GroupChoice meta={meta} search={search} change={change} />
        {search.group_by ? null : <ColumnChoice meta={meta} names={shape.names} choose={shape.choose} />}
      </div>
      {list.error ? <Notice bad>{list.error.message}</Notice> : null}
      {search.group_by ? (
        <Groups meta={meta} search={search} groups={list.data?.groups ?? []} />
      ) : (
        <>
          <Grid
            label={meta.label_plural}
            place={place}
            rows={rows}
            columns={shape.columns}
            rowKey={(row) => keyOf(meta, row)}
            count={list.data?.count !== undefined && isExact(list.data) ? list.data.count + 1 : -1}
            sort={sortOf(search.ordering ?? meta.order.default)}
            onSort={(sort) => change({ ordering: orderingOf(sort) })}
            onOpen={open}
            selected={selected}
            onSelect={setSelected}
            selectLabels={{ all: t('list.selectAll'), one: t('list.select') }}
            onWidth={shape.resize}
            onMove={shape.move}
          />
          <Foot
            page={list.data}
            isLoading={list.isFetching}
            selected={chosen.length}
            search={search}
            go={go}
            change={change}
          />
        </>
      )}
      {bulk ? (
        <Bulk
          meta={meta}
          rows={chosen}
          kind={bulk}
          onClose={(isDone) => {
            setBulk(null);
            if (isDone) setSelected(new Set());
          }}
        />
      ) : null}
    </div>
  );
}

type ActionsProps = {
  meta: ResourceMeta;
  search: Search;
  columns: string[];
  chosen: Row[];
  groups: Group[];
  onBulk: (kind: BulkKind) => void;
};

function ListActions({ meta, search, columns, chosen, groups, onBulk }: ActionsProps) {
  const index = useIndex();
  const navigate = useNavigate();
  const { list: Own, file = meta.pages ? meta.path : undefined } = overrideOf(meta.name);
  const labelOf = new Map(offered(index).map((command) => [command.name, command.label]));
  const start = (command: string, rows: Row[]) => {
    const from = rows.length > 0 ? { from: meta.name, rows: rows.map((row) => keyOf(meta, row)).join() } : {};
    void navigate({ to: '/c/$command', params: { command }, search: from });
  };
  const actions = meta.actions.filter((action) => labelOf.has(action.command));
  const forSelection = actions.filter(({ on }) => on === 'selection' || (on === 'row' && chosen.length === 1));
  const forList = actions.filter((action) => action.on === 'list');
  const entry = (command: string, rows: Row[]) => ({
    label: labelOf.get(command) ?? command,
    run: () => start(command, rows),
  });

  const changes = [
    ...(may(index, meta.can.update) ? [{ label: t('bulk.changeShort'), run: () => onBulk('set') }] : []),
    ...(may(index, meta.can.delete) ? [{ label: t('bulk.deleteShort'), run: () => onBulk('delete') }] : []),
  ];
  const withSelection = [...forSelection.map(({ command }) => entry(command, chosen)), ...changes];
  // A file of the list has the columns that are shown; an export of its own has its own.
  const fields = file === meta.path ? { fields: columns.join() } : {};
  const { group_by: _, sum: __, page_size: ___, ...rest } = asApi(asView(search));
  const save = (format: string) =>
    download(file ?? '', { ...rest, ...fields, format }, `${meta.name}.${format}`).catch((problem: Error) =>
      say(problem.message),
    );
  // Groups are saved as they are shown: the server's files are of rows.
  const files = search.group_by
    ? [{ label: t('groups.csv'), run: () => keep(groupsAsCsv(meta, search, groups), `${meta.name}.csv`) }]
    : ['csv', 'xlsx'].map((format) => ({ label: format.toUpperCase(), run: () => save(format) }));
  const [first, ...others] = forList;
  const primary = useRef<HTMLElement>(null);
  const begin = (element: HTMLElement | null) => {
    primary.current = element;
  };
  useKey(
    ({ altKey, code }) => altKey && code === 'KeyN',
    () => primary.current?.click(),
  );
  const canCreate = may(index, meta.can.create);
  return (
    <>
      {Own ? <Own meta={meta} selected={chosen} /> : null}
      {chosen.length > 0 && withSelection.length > 0 ? (
        <Menu label={t('list.withSelected', { count: chosen.length })} groups={[{ entries: withSelection }]} />
      ) : null}
      {file ? <Menu label={t('list.export')} className="btn max-sm:hidden" groups={[{ entries: files }]} /> : null}
      <ImportLinks meta={meta} />
      {others.length > 0 || (canCreate && first) ? (
        <Menu
          label={t('list.more')}
          groups={[{ entries: (canCreate ? forList : others).map(({ command }) => entry(command, [])) }]}
        />
      ) : null}
      {canCreate ? (
        <Link ref={begin} className="btn primary" to="/r/$resource/$id" params={{ resource: meta.name, id: 'new' }}>
          {t('list.new', { what: meta.label.toLowerCase() })}
        </Link>
      ) : first ? (
        <button ref={begin} type="button" className="btn primary" onClick={() => start(first.command, [])}>
          {labelOf.get(first.command)}
        </button>
      ) : null}
    </>
  );
}

/** A key that is pressed anywhere on the page but in a box or a dialog. */
function useKey(isMeant: (event: KeyboardEvent) => boolean, run: () => void) {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!isMeant(event) || (event.target as Element).closest('input, textarea, select, [role=dialog]')) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  });
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  useKey(
    ({ key }) => key === '/',
    () => box.current?.focus(),
  );
  return (
    <input
      key={value}
      ref={box}
      type="search"
      className="input max-w-64"
      aria-label={t('list.search')}
      placeholder={t('list.searchHint')}
      defaultValue={value}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(event.currentTarget.value.trim());
        if (event.key === 'Escape') event.currentTarget.value = value;
      }}
    />
  );
}

type ChoiceProps = { meta: ResourceMeta; names: string[]; choose: (names: string[] | null) => void };

function ColumnChoice({ meta, names, choose }: ChoiceProps) {
  const listed = useListed(meta);
  return (
    <Popover label={t('list.columns')}>
      {() => (
        <div className="p-2">
          {listed.map(({ name, label }) => (
            <label key={name} className="option rounded-sm">
              <input
                type="checkbox"
                className="accent-(--accent)"
                checked={names.includes(name)}
                onChange={(event) =>
                  choose(event.target.checked ? [...names, name] : names.filter((one) => one !== name))
                }
              />
              {label}
            </label>
          ))}
          <button type="button" className="btn quiet mt-1" onClick={() => choose(null)}>
            {t('list.resetColumns')}
          </button>
        </div>
      )}
    </Popover>
  );
}

type FootProps = {
  page: Page | undefined;
  isLoading: boolean;
  selected: number;
  search: Search;
  go: (search: Search) => void;
  change: (changes: Search) => void;
};

function Foot({ page, isLoading, selected, search, go, change }: FootProps) {
  const shownRows = page?.results.length ?? 0;
  const nothing = isLoading ? t('list.loading') : t('list.none');
  const turn = (link: string | null | undefined) => link && go(pageBehind(search, link));
  return (
    <footer className="flex flex-wrap items-center gap-3 text-ink-2">
      <span>{shownRows > 0 ? t('list.shown', { count: shownRows }) : nothing}</span>
      {selected > 0 ? <span className="text-ink">{t('list.selected', { count: selected })}</span> : null}
      <span className="flex-1" />
      <label className="flex items-center gap-2 max-sm:hidden">
        {t('list.rows')}
        <select
          className="input !w-auto"
          value={search.page_size ?? SIZES[0]}
          onChange={(event) => change({ page_size: event.target.value })}
        >
          {SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <button type="button" className="btn" disabled={!page?.previous} onClick={() => turn(page?.previous)}>
        {t('list.previous')}
      </button>
      <button type="button" className="btn" disabled={!page?.next} onClick={() => turn(page?.next)}>
        {t('list.next')}
      </button>
    </footer>
  );
}
