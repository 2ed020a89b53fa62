import { type ReactNode, useMemo, useRef, useSyncExternalStore } from 'react';
import {
  type CellKeyboardEvent,
  DataGrid,
  type Column as GridColumn,
  type RenderSortStatusProps,
  SelectColumn,
  type SortColumn,
} from 'react-data-grid';

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

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  count: number;
  sort: readonly SortColumn[];
  onSort: (sort: SortColumn[]) => void;
  onOpen: (row: Row) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
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

export const direction = () => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr');

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

/** The direction of an order, and its place where there are several. */
const renderers = {
  renderSortStatus: ({ sortDirection, priority }: RenderSortStatusProps) =>
    sortDirection ? (
      <span className="arrow">
        {sortDirection === 'ASC' ? '↑' : '↓'}
        {priority}
      </span>
    ) : null,
};

/** The one list of all resources: react-data-grid stands behind this file and the line grid only. */
export function Grid<Row>(props: Props<Row>) {
  const { rows, columns, rowKey, selected, onSelect, onOpen } = props;
  const height = useRowHeight();
  const gridColumns = useMemo(() => [SelectColumn, ...columns.map(gridColumn)], [columns]);
  const anchor = useRef(-1);

  const toggle = (row: Row) => {
    const next = new Set(selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    onSelect(next);
  };
  const extend = (from: number, to: number) => {
    if (anchor.current < 0) anchor.current = from;
    const [first, last] = [Math.min(anchor.current, to), Math.max(anchor.current, to)];
    onSelect(new Set(rows.slice(first, last + 1).map(rowKey)));
  };
  const onKey = (row: Row, at: number, event: CellKeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') onOpen(row);
    else if (event.key === ' ') toggle(row);
    else if (event.shiftKey && move !== 0 && rows[at + move]) return extend(at, at + move);
    else {
      if (event.key !== 'Shift') anchor.current = -1;
      return;
    }
    event.preventGridDefault();
    event.preventDefault();
  };
  const copy = (row: Row, name: string): string => {
    const chosen = rows.filter((one) => selected.has(rowKey(one)));
    if (chosen.length === 0) return columns.find((column) => column.name === name)?.text(row) ?? '';
    return chosen.map((one) => columns.map((column) => column.text(one)).join('\t')).join('\n');
  };

  return (
    <DataGrid<Row, unknown, string>
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
      onCellKeyDown={(args, event) => args.mode === 'ACTIVE' && args.row && onKey(args.row, args.rowIdx, event)}
      onCellCopy={({ row, column }, event) => {
        event.clipboardData.setData('text/plain', copy(row, column.key));
        event.preventDefault();
      }}
    />
  );
}
