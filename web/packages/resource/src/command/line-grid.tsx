import { t } from '@sanduk/i18n';
import { type Choice, Combobox, direction, lineOf, RectangleCell, say, useRectangle, useRowHeight } from '@sanduk/ui';
import { type CSSProperties, createContext, type Key, useContext, useEffect, useMemo, useRef, useState } from 'react';
import {
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type CellRendererProps,
  type Column,
  DataGrid,
  type DataGridHandle,
  type RenderEditCellProps,
} from 'react-data-grid';
import { Box } from '../box';
import { QuickCreate, useCreatable } from '../creatable';
import { parseCsv } from '../import/table';
import type { FieldMeta, Row } from '../meta';
import { plain } from '../numbers';
import { useChoices } from '../references';
import { shown } from '../value';
import { pastePlaces } from './paste';
import { fillFrom, newLine, shownFields } from './start';

export type Line = Record<string, string>;
export type Lines = Line[];
type LineErrors = Record<number, Record<string, { message?: string }> & { message?: string }>;

type Props = {
  field: FieldMeta;
  lines: Lines;
  errors: LineErrors | undefined;
  /** Fields of the posted lines, of which those that nobody types are shown as the preview tells them. */
  computed: FieldMeta[];
  answered: Row[] | undefined;
  onChange: (lines: Lines) => void;
};

const REMOVE = '~remove';
const PLACE = '~place';

/** What cells read without making the columns again: an open editor would lose its focus by that. */
const Told = createContext<{
  errors?: LineErrors | undefined;
  answered?: Row[] | undefined;
  remove: (at: number) => void;
  create: (made: Made) => void;
}>({
  remove: () => undefined,
  create: () => undefined,
});

/** A row that is made for a reference of a line. */
type Made = { at: number; field: FieldMeta; text: string };

function LineCell(props: CellRendererProps<Line, unknown>) {
  const { errors } = useContext(Told);
  const ofLine = errors?.[props.rowIdx];
  const problem = ofLine?.[props.column.key]?.message ?? (props.column.key === PLACE ? ofLine?.message : undefined);
  if (!problem) return <RectangleCell {...props} />;
  return <RectangleCell {...props} aria-invalid title={problem} className={`${props.className ?? ''} bad`} />;
}

const renderers = {
  renderCell: (key: Key, props: CellRendererProps<Line, unknown>) => <LineCell key={key} {...props} />,
};

function focus(element: HTMLElement | null): void {
  if (!element || element === document.activeElement) return;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
}

function ReferenceEditor({ field, ...props }: RenderEditCellProps<Line> & { field: FieldMeta }) {
  const search = useChoices(field);
  const told = useContext(Told);
  const create = useCreatable(field, (text) => {
    props.onRowChange({ ...props.row, [field.name]: text }, true);
    props.onClose(true);
    told.create({ at: props.rowIdx, field, text });
  });
  return (
    <Combobox
      className="input"
      create={create}
      label={field.label}
      value={props.row[field.name] ?? ''}
      search={search}
      inputRef={focus}
      onPick={(choice, typed) => {
        const filled = choice ? fillFrom(field, choice.row) : {};
        props.onRowChange({ ...props.row, ...filled, [field.name]: choice?.value ?? typed }, true);
        props.onClose(true);
      }}
    />
  );
}

function editorOf(field: FieldMeta) {
  if (field.type === 'reference')
    return (props: RenderEditCellProps<Line>) => <ReferenceEditor field={field} {...props} />;
  return ({ row, onRowChange }: RenderEditCellProps<Line>) => (
    <Box
      field={field.type === 'long_text' ? { ...field, type: 'text' } : field}
      id={`cell-${field.name}`}
      value={row[field.name] ?? ''}
      inputRef={focus}
      onChange={(value) => onRowChange({ ...row, [field.name]: value })}
    />
  );
}

function Answered({ field, at }: { field: FieldMeta; at: number }) {
  const row = useContext(Told).answered?.[at];
  return row ? shown(field, row) : '';
}

function Remove({ at }: { at: number }) {
  const { remove } = useContext(Told);
  return (
    <button
      type="button"
      tabIndex={-1}
      className="size-full cursor-pointer text-ink-2 hover:text-ink"
      aria-label={t('lines.remove')}
      onClick={() => remove(at)}
    >
      ×
    </button>
  );
}

const aligned = ({ align }: FieldMeta) => (align ? { cellClass: align, headerCellClass: align } : {});

function columnsOf(field: FieldMeta, computed: FieldMeta[]): Column<Line>[] {
  const typed = shownFields(field);
  const columns = typed.flatMap((inner): Column<Line>[] => [
    {
      key: inner.name,
      name: inner.label,
      width: inner.type === 'reference' ? 120 : inner.align ? 84 : 132,
      resizable: true,
      frozen: inner === typed[0],
      ...aligned(inner),
      renderCell: ({ row }) => <bdi>{shown(inner, row)}</bdi>,
      renderEditCell: editorOf(inner),
    },
    ...(inner.fill?.['~name'] && inner === typed[0]
      ? [{ key: '~name', name: t('lines.name'), width: 'minmax(110px,1fr)', resizable: true, cellClass: 'text-ink-2' }]
      : []),
  ]);
  const told = computed.filter((one) => one.type === 'money' && !typed.some((inner) => inner.name === one.name));
  return [
    {
      key: PLACE,
      name: '#',
      width: 40,
      cellClass: 'end text-ink-3',
      headerCellClass: 'end',
      frozen: true,
      renderCell: ({ rowIdx }) => rowIdx + 1,
    },
    ...columns,
    ...told.map(
      (one): Column<Line> => ({
        key: `~${one.name}`,
        name: one.label,
        width: 84,
        cellClass: 'end text-ink-2',
        headerCellClass: 'end',
        renderCell: ({ rowIdx }) => <Answered field={one} at={rowIdx} />,
      }),
    ),
    { key: REMOVE, name: '', width: 32, renderCell: ({ rowIdx }) => <Remove at={rowIdx} /> },
  ];
}

/** Lines that are typed like a spreadsheet. */
export function LineGrid({ field, lines, errors, computed, answered, onChange }: Props) {
  const height = useRowHeight();
  const grid = useRef<DataGridHandle>(null);
  const latest = useRef(lines);
  latest.current = lines;
  const columns = useMemo(() => columnsOf(field, computed), [field, computed]);
  const rectangle = useRectangle(grid, lines.length, 1, columns.length - 2);
  const drawn = rectangle.rectangle;
  const [made, setMade] = useState<Made | null>(null);
  const names = columns.filter((column) => column.renderEditCell).map((column) => column.key);
  const fieldNamed = (name: string) => field.fields?.find((one) => one.name === name);

  const change = (next: Lines) => {
    latest.current = next;
    onChange(next);
  };
  // A line can be gone to only when it is there.
  const wanted = useRef<{ at: number; name: string } | null>(null);
  useEffect(() => {
    if (!wanted.current) return;
    const { at, name } = wanted.current;
    wanted.current = null;
    const idx = columns.findIndex((column) => column.key === name);
    grid.current?.setActivePosition({ rowIdx: at, idx });
    // The first row of a grid is its head, and both are counted from 1.
    const cell = `[aria-rowindex="${at + 2}"] > [aria-colindex="${idx + 1}"]`;
    requestAnimationFrame(() => grid.current?.element?.querySelector<HTMLElement>(cell)?.focus());
  });
  const remove = (at: number) => change(latest.current.toSpliced(at, 1));
  const add = () => {
    wanted.current = { at: latest.current.length, name: names[0] ?? '' };
    change([...latest.current, newLine(field) as Line]);
  };
  const nextLine = (at: number, name: string) => {
    if (at === latest.current.length - 1) return add();
    wanted.current = { at: at + 1, name };
    change([...latest.current]);
  };
  const goTo = (at: number, name: string) => {
    const idx = columns.findIndex(({ key }) => key === name);
    grid.current?.setActivePosition({ rowIdx: at, idx }, { shouldFocus: true });
  };
  const paste = (at: number, name: string, text: string) => {
    const next = [...latest.current];
    const rows = parseCsv(text.replace(/[\r\n]+$/, ''), '\t');
    const places = pastePlaces(columns, name, Math.max(...rows.map(({ cells }) => cells.length)));
    let rest = 0;
    for (const [down, { cells }] of rows.entries()) {
      const line: Line = { ...(next[at + down] ?? (newLine(field) as Line)) };
      for (const [right, word] of cells.entries()) {
        const inner = fieldNamed(places[right] ?? '');
        if (inner) line[inner.name] = plain(inner, word.trim());
        else if (places[right] === undefined && word.trim()) rest += 1;
      }
      next[at + down] = line;
    }
    if (rest > 0) say(t('lines.pasteRest', { count: rest }));
    change(next);
  };
  /** Gives cells of the rectangle, or else the one that is active, values of their columns. */
  const putAll = (at: number, name: string, value: (name: string, top: number) => string) => {
    const { top, bottom, first, last } = drawn ?? { top: at, bottom: at, first: 0, last: -1 };
    const drawnNames = drawn ? columns.slice(first, last + 1).map(({ key }) => key) : [name];
    const typed = drawnNames.filter((one) => names.includes(one));
    const given = Object.fromEntries(typed.map((one) => [one, value(one, top)]));
    change(latest.current.map((line, row) => (row >= top && row <= bottom ? { ...line, ...given } : line)));
  };
  /** The value that is filled down: of the first line of the rectangle, or else of the line above. */
  const valueAbove = (name: string, top: number) => latest.current[drawn ? top : top - 1]?.[name] ?? '';
  const onMade = (choice: Choice | null) => {
    setMade(null);
    if (!made) return;
    const line = latest.current[made.at];
    wanted.current = { at: made.at, name: made.field.name };
    if (!choice || !line) return change([...latest.current]);
    const filled = { ...fillFrom(made.field, choice.row), [made.field.name]: choice.value };
    change(latest.current.with(made.at, { ...line, ...filled }));
  };
  const onKey = (args: CellKeyDownArgs<Line>, event: CellKeyboardEvent) => {
    const isControl = event.ctrlKey || event.metaKey;
    const at = args.rowIdx;
    const name = args.column?.key ?? '';
    const isEditing = args.mode === 'EDIT';
    if (isControl && event.key === 'Enter') {
      if (isEditing) args.onClose(true);
      return event.preventGridDefault();
    }
    if (isEditing) {
      const box = event.target as HTMLElement;
      const isList = box.getAttribute('aria-expanded') === 'true';
      const beside = names[names.indexOf(name) + (event.shiftKey ? -1 : 1)];
      const isNext = event.key === 'Tab' && beside !== undefined;
      if (!isNext && (event.key !== 'Enter' || isList)) return;
      // A type-ahead takes what was typed when it is left.
      if (box.role === 'combobox') box.blur();
      args.onClose(true);
      if (isNext) goTo(at, beside);
      else nextLine(at, name);
    } else if (rectangle.onKey(args as never, event)) return;
    else if (at < 0) return;
    else if (event.key === 'Enter' && name === REMOVE) remove(at);
    else if (event.key === 'Enter') nextLine(at, name);
    else if (event.key === 'F2' && args.column)
      grid.current?.setActivePosition({ rowIdx: at, idx: args.column.idx }, { enableEditor: true });
    else if (isControl && event.key.toLowerCase() === 'd') {
      if (drawn || at > 0) putAll(at, name, valueAbove);
    } else if (isControl && event.key === 'Delete') remove(at);
    else if (event.key === 'Delete' || event.key === 'Backspace') putAll(at, name, () => '');
    else return;
    event.preventGridDefault();
    event.preventDefault();
  };
  const onRows = (rows: Lines, { indexes, column }: { indexes: number[]; column: { key: string } }) => {
    const changed = fieldNamed(column.key);
    const read = (line: Line) =>
      changed ? { ...line, [changed.name]: plain(changed, line[changed.name] ?? '') } : line;
    change(rows.map((line, at) => (indexes.includes(at) ? read(line) : line)));
  };

  const copy = (row: Line, name: string) => {
    if (!drawn) return row[name] ?? '';
    const keys = columns.slice(drawn.first, drawn.last + 1).map(({ key }) => key);
    const lineText = (line: Line) => lineOf(keys.map((key) => line[key] ?? ''));
    return lines
      .slice(drawn.top, drawn.bottom + 1)
      .map(lineText)
      .join('\n');
  };

  return (
    <Told value={{ errors, answered, remove, create: setMade }}>
      {rectangle.around(
        <DataGrid<Line>
          // A grid measures its columns once.
          key={columns.length}
          ref={grid}
          className="sheet-grid line-grid shrink-0"
          aria-label={field.label}
          direction={direction()}
          columns={columns}
          rows={lines}
          rowKeyGetter={(line) => line['~key'] ?? ''}
          rowHeight={height}
          headerRowHeight={height}
          renderers={renderers}
          style={{ '--lines': `${(lines.length + 1) * height}px` } as CSSProperties}
          onRowsChange={onRows}
          onFill={({ columnKey, sourceRow, targetRow }) => ({ ...targetRow, [columnKey]: sourceRow[columnKey] ?? '' })}
          onCellKeyDown={onKey}
          onCellMouseDown={rectangle.onCellMouseDown as never}
          onActivePositionChange={rectangle.onActivePositionChange}
          onCellPaste={({ row, column }, event) => {
            event.preventDefault();
            const text = event.clipboardData.getData('text/plain');
            const at = drawn?.top ?? lines.indexOf(row);
            const name = drawn ? columns.slice(drawn.first).find(({ key }) => names.includes(key))?.key : column.key;
            if (name && names.includes(name)) queueMicrotask(() => paste(at, name, text));
            return row;
          }}
          onCellCopy={({ row, column }, event) => {
            event.clipboardData.setData('text/plain', copy(row, column.key));
            event.preventDefault();
          }}
        />,
      )}
      <div className="mt-1 flex flex-wrap items-center gap-3">
        <button type="button" className="btn quiet" onClick={add}>
          {t('lines.add')}
        </button>
        {field.required ? (
          <span className="text-xs text-ink-3 max-sm:hidden">
            <kbd className="kbd">Enter</kbd> {t('shortcuts.next')} · <kbd className="kbd">Ctrl D</kbd>{' '}
            {t('shortcuts.fill')} · <kbd className="kbd">Ctrl Delete</kbd> {t('shortcuts.remove')} ·{' '}
            {t('shortcuts.paste')}
          </span>
        ) : null}
      </div>
      {made ? <QuickCreate field={made.field} text={made.text} onMade={onMade} /> : null}
    </Told>
  );
}
