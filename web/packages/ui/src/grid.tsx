import {
  type Key,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import {
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type CellRendererProps,
  DataGrid,
  type DataGridHandle,
  type Column as GridColumn,
  type RenderSortStatusProps,
  SelectCellFormatter,
  SelectColumn,
  type SortColumn,
  useHeaderRowSelection,
  useRowSelection,
} from 'react-data-grid';
import { lineOf } from './delimited';
import { direction } from './direction';
import { RectangleCell, useRectangle } from './rectangle';

export type Column<Row> = {
  name: string;
  label: string;
  width: number;
  grow?: boolean;
  align?: 'end' | undefined;
  sortable?: boolean;
  pinned?: boolean;
  cell: (row: Row) => ReactNode;
  /** What copying takes. */
  text: (row: Row) => string;
};

type SelectLabels = { all: string; one: string };

type Props<Row> = {
  label: string;
  /** The name of this place on the way that was gone: who comes back to it finds it as it was left. */
  place: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  count: number;
  sort: readonly SortColumn[];
  onSort: (sort: SortColumn[]) => void;
  onOpen: (row: Row) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
  selectLabels: SelectLabels;
  onWidth: (name: string, width: number) => void;
  onMove: (name: string, to: string) => void;
};

/** Told when theme, density or text size have changed, because grids measure in script what styles say. */
const LOOK = 'sanduk:look';
export const lookChanged = () => dispatchEvent(new Event(LOOK));

export function onLook(listener: () => void): () => void {
  addEventListener(LOOK, listener);
  return () => removeEventListener(LOOK, listener);
}

/** The tokens are the only place that knows how high a row is. */
function rowHeight(): number {
  const root = getComputedStyle(document.documentElement);
  return Number.parseFloat(root.getPropertyValue('--row')) * (Number.parseFloat(root.fontSize) / 16) || 28;
}

export const useRowHeight = (): number => useSyncExternalStore(onLook, rowHeight);

function gridColumn<Row>(column: Column<Row>): GridColumn<Row> {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const width = Math.round(column.width * scale);
  return {
    key: column.name,
    name: column.label,
    width: column.grow ? `minmax(${width}px,1fr)` : width,
    resizable: true,
    draggable: true,
    sortable: column.sortable ?? false,
    frozen: column.pinned ?? false,
    ...(column.align ? { cellClass: column.align, headerCellClass: column.align } : {}),
    renderCell: ({ row }) => column.cell(row),
  };
}

type HeadTickProps = { label: string; tabIndex: number };

function HeadTick({ label, tabIndex }: HeadTickProps) {
  const { isIndeterminate, isRowSelected, onRowSelectionChange } = useHeaderRowSelection();
  return (
    <SelectCellFormatter
      aria-label={label}
      tabIndex={tabIndex}
      indeterminate={isIndeterminate}
      value={isRowSelected}
      onChange={(checked) => onRowSelectionChange({ checked: isIndeterminate ? false : checked })}
    />
  );
}

function Tick<Row>({ label, row, tabIndex }: HeadTickProps & { row: Row }) {
  const { isRowSelectionDisabled, isRowSelected, onRowSelectionChange } = useRowSelection();
  return (
    <SelectCellFormatter
      aria-label={label}
      tabIndex={tabIndex}
      disabled={isRowSelectionDisabled}
      value={isRowSelected}
      onChange={(checked, isShiftClick) => onRowSelectionChange({ row, checked, isShiftClick })}
    />
  );
}

/** The ticks before the rows, under names of the page's language. */
const selectColumn = <Row,>({ all, one }: SelectLabels): GridColumn<Row> => ({
  ...(SelectColumn as GridColumn<Row>),
  name: all,
  renderHeaderCell: ({ tabIndex }) => <HeadTick label={all} tabIndex={tabIndex} />,
  renderCell: ({ row, tabIndex }) => <Tick label={one} row={row} tabIndex={tabIndex} />,
});

type Left = { top: number; left: number; row: number; column: number };
const places = new Map<string, Left>();

/** Scrolls to where the place was left, with the same cell active; a place that is new begins at its top. */
function usePlace(grid: RefObject<DataGridHandle | null>, place: string, hasRows: boolean) {
  const active = useRef({ row: -1, column: -1 });
  useLayoutEffect(() => {
    const element = grid.current?.element;
    if (!element || !hasRows) return;
    const before = places.get(place);
    if (before && before.row >= 0)
      grid.current?.setActivePosition({ rowIdx: before.row, idx: before.column }, { shouldFocus: true });
    element.scrollTo({ top: before?.top ?? 0, left: before?.left ?? 0 });
    return () => {
      places.set(place, { top: element.scrollTop, left: element.scrollLeft, ...active.current });
    };
  }, [grid, place, hasRows]);
  return active;
}

/** The direction of an order, and its place where there are several. */
const renderers = {
  renderCell: <Row,>(key: Key, props: CellRendererProps<Row, unknown>) => <RectangleCell key={key} {...props} />,
  renderSortStatus: ({ sortDirection, priority }: RenderSortStatusProps) =>
    sortDirection ? (
      <span className="arrow">
        {sortDirection === 'ASC' ? '↑' : '↓'}
        {priority}
      </span>
    ) : null,
};

/** As the grid shows them, which puts those that are pinned first. */
const ordered = <Row,>(columns: readonly Column<Row>[]) =>
  columns.toSorted((a, b) => Number(b.pinned ?? false) - Number(a.pinned ?? false));

/** The one list of all resources: react-data-grid stands behind this file and the line grid only. */
export function Grid<Row>(props: Props<Row>) {
  const { rows, columns, rowKey, selected, onSelect, onOpen } = props;
  const height = useRowHeight();
  const { all, one } = props.selectLabels;
  const gridColumns = useMemo(() => [selectColumn<Row>({ all, one }), ...columns.map(gridColumn)], [columns, all, one]);
  const grid = useRef<DataGridHandle>(null);
  const rectangle = useRectangle(grid, rows.length, 1, columns.length);
  const active = usePlace(grid, props.place, rows.length > 0);
  const { clear } = rectangle;
  const shownRows = useMemo(() => rows.map(rowKey).join(), [rows, rowKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are other cells
  useEffect(clear, [shownRows]);

  const toggle = (row: Row) => {
    const next = new Set(selected);
    const inRectangle = rectangle.rectangle
      ? rows.slice(rectangle.rectangle.top, rectangle.rectangle.bottom + 1).map(rowKey)
      : [rowKey(row)];
    const isOff = inRectangle.every((key) => next.delete(key));
    if (!isOff) for (const key of inRectangle) next.add(key);
    onSelect(next);
  };
  const onKey = (args: CellKeyDownArgs<Row>, event: CellKeyboardEvent) => {
    if (args.mode !== 'ACTIVE' || !args.row || rectangle.onKey(args as never, event)) return;
    if (event.key === 'Enter') onOpen(args.row);
    else if (event.key === ' ') toggle(args.row);
    else return;
    event.preventGridDefault();
    event.preventDefault();
  };
  const copy = (row: Row, name: string): string => {
    const lines = (some: readonly Row[], shown: readonly Column<Row>[]) =>
      some.map((one) => lineOf(shown.map((column) => column.text(one)))).join('\n');
    const drawn = rectangle.rectangle;
    if (drawn)
      return lines(rows.slice(drawn.top, drawn.bottom + 1), ordered(columns).slice(drawn.first - 1, drawn.last));
    const chosen = rows.filter((one) => selected.has(rowKey(one)));
    if (chosen.length > 0) return lines(chosen, columns);
    return columns.find((column) => column.name === name)?.text(row) ?? '';
  };

  return rectangle.around(
    <DataGrid<Row, unknown, string>
      ref={grid}
      className="sheet-grid min-h-60 flex-1"
      aria-label={props.label}
      aria-rowcount={props.count}
      direction={direction()}
      columns={gridColumns}
      renderers={renderers}
      rows={rows}
      rowKeyGetter={rowKey}
      rowHeight={height}
      headerRowHeight={Math.min(height, 34)}
      selectedRows={selected}
      onSelectedRowsChange={onSelect}
      sortColumns={props.sort}
      onSortColumnsChange={props.onSort}
      onColumnResize={(column, width) => props.onWidth(column.key, Math.round(width))}
      onColumnsReorder={props.onMove}
      onCellDoubleClick={({ row }) => onOpen(row)}
      onCellKeyDown={onKey}
      onCellMouseDown={rectangle.onCellMouseDown as never}
      onActivePositionChange={(args) => {
        active.current = { row: args.rowIdx, column: args.column?.idx ?? -1 };
        rectangle.onActivePositionChange(args);
      }}
      onCellCopy={({ row, column }, event) => {
        event.clipboardData.setData('text/plain', copy(row, column.key));
        event.preventDefault();
      }}
    />,
  );
}
