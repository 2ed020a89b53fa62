import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  Cell,
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type CellMouseArgs,
  type CellMouseEvent,
  type CellRendererProps,
  type DataGridHandle,
} from 'react-data-grid';
import { direction } from './direction';

type Place = { row: number; column: number };
/** The cells of these rows and columns, the last ones included. */
export type Rectangle = { top: number; bottom: number; first: number; last: number };
type Told = { rectangle: Rectangle | null; reach: (place: Place) => void };

const Chosen = createContext<Told>({ rectangle: null, reach: () => undefined });

const STEPS: Record<string, Place> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

const between = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));

/** A cell that a rectangle can be drawn over. */
export function RectangleCell<Row, Sum>(props: CellRendererProps<Row, Sum>) {
  const { rectangle, reach } = useContext(Chosen);
  const row = props.rowIdx;
  const column = props.column.idx;
  const isChosen =
    rectangle !== null &&
    row >= rectangle.top &&
    row <= rectangle.bottom &&
    column >= rectangle.first &&
    column <= rectangle.last;
  return (
    <Cell
      {...props}
      {...(isChosen ? { 'aria-selected': true } : {})}
      className={`${props.className ?? ''} ${isChosen ? 'chosen' : ''}`}
      onMouseEnter={(event) => event.buttons === 1 && reach({ row, column })}
    />
  );
}

type Drawn = { from: Place; to: Place };

function rectangleOf({ from, to }: Drawn, rows: number): Rectangle {
  const [first, last] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  const most = rows - 1;
  return { top: Math.min(from.row, to.row), bottom: Math.min(Math.max(from.row, to.row), most), first, last };
}

/**
 * Choosing rectangles of cells: drawn with the mouse, or reached with Shift from the active cell. Columns outside of `first` and
 * `last` are no cells of rows.
 */
export function useRectangle(grid: RefObject<DataGridHandle | null>, rows: number, first: number, last: number) {
  const begun = useRef<Place | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const rectangle = useMemo(() => (drawn && drawn.from.row < rows ? rectangleOf(drawn, rows) : null), [drawn, rows]);

  const begin = (row: number, column: number | undefined) => {
    const isCell = column !== undefined && column >= first && column <= last && row >= 0;
    begun.current = isCell ? { row, column } : null;
    setDrawn(null);
  };
  const reach = useCallback(
    ({ row, column }: Place) => {
      if (!begun.current) return;
      const to = { row: between(0, row, rows - 1), column: between(first, column, last) };
      setDrawn({ from: begun.current, to });
      grid.current?.scrollToCell({ rowIdx: to.row, idx: to.column });
    },
    [grid, rows, first, last],
  );
  const told = useMemo(() => ({ rectangle, reach }), [rectangle, reach]);
  const clear = useCallback(() => setDrawn(null), []);

  return {
    rectangle,
    clear,
    onActivePositionChange: (args: { rowIdx: number; column: { idx: number } | undefined }) => {
      if (begun.current?.row !== args.rowIdx || begun.current.column !== args.column?.idx)
        begin(args.rowIdx, args.column?.idx);
    },
    onCellMouseDown: ({ rowIdx, column }: CellMouseArgs<never>, event: CellMouseEvent) => {
      if (!event.shiftKey || !begun.current) return begin(rowIdx, column.idx);
      reach({ row: rowIdx, column: column.idx });
      event.preventGridDefault();
      event.preventDefault();
    },
    /** Whether the key was one for rectangles. */
    onKey: (args: CellKeyDownArgs<never>, event: CellKeyboardEvent): boolean => {
      const step = STEPS[event.key];
      if (!event.shiftKey || !step || !args.column) return false;
      if (!begun.current) begin(args.rowIdx, args.column.idx);
      const from = drawn?.to ?? begun.current;
      const side = direction() === 'rtl' ? -step.column : step.column;
      if (from) reach({ row: from.row + step.row, column: from.column + side });
      event.preventGridDefault();
      event.preventDefault();
      return true;
    },
    around: (children: ReactNode) => <Chosen value={told}>{children}</Chosen>,
  };
}
