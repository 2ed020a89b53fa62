import { t } from '@sanduk/i18n';
import { Combobox } from '@sanduk/ui';
import { memo, useMemo } from 'react';
import type { FieldMeta } from '../meta';
import { useChoices } from '../references';
import type { Mapping } from './ask';
import type { Tried } from './check';
import { type FileRow, rowsByLine, type Table } from './table';

/** More bad rows than these come when the first are mended. */
const AT_MOST = 50;

type Column = { at: number; name: string; field: FieldMeta | undefined };
type Bad = { before: FileRow; messages: Map<string, string> };
/** A message that is about no cell stands at the line. */
const WHOLE = '';

/** The refused rows in the order of the file, with what is wrong at each of their cells. */
function badRows({ answer, table }: Tried): Bad[] {
  const rows = rowsByLine(table);
  const bad = new Map<FileRow, Bad>();
  for (const { line, column, message } of answer.errors) {
    const before = rows.get(line);
    if (!before) continue;
    const one = bad.get(before) ?? { before, messages: new Map<string, string>() };
    const at = column ?? WHOLE;
    one.messages.set(at, [one.messages.get(at), message].filter(Boolean).join(' '));
    bad.set(before, one);
  }
  return [...bad.values()];
}

type Props = {
  tried: Tried;
  fields: FieldMeta[];
  table: Table;
  mapping: Mapping;
  onTable: (table: Table) => void;
};

export function Mend({ tried, fields, table, mapping, onTable }: Props) {
  const bad = useMemo(() => badRows(tried), [tried]);
  const columns = table.columns.flatMap((name, at): Column[] =>
    mapping[name] ? [{ at, name, field: fields.find((field) => field.name === mapping[name]) }] : [],
  );
  const byLine = new Map(table.rows.map((row) => [row.line, row]));
  const change = (row: FileRow, cells: string[]) =>
    onTable({ ...table, rows: table.rows.map((one) => (one.line === row.line ? { ...row, cells } : one)) });
  const remove = (row: FileRow) => onTable({ ...table, rows: table.rows.filter((one) => one.line !== row.line) });
  const left = bad.flatMap((one) => {
    const row = byLine.get(one.before.line);
    return row ? [{ ...one, row }] : [];
  });
  const others = left.length - AT_MOST;
  return (
    <section className="sheet-box shrink-0 max-h-[60vh]" aria-label={t('import.mend')}>
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                <bdi>{name}</bdi>
              </th>
            ))}
            <th scope="col">{t('import.remove')}</th>
          </tr>
        </thead>
        <tbody>
          {left.slice(0, AT_MOST).map(({ row, before, messages }) => (
            <BadRow
              key={row.line}
              row={row}
              before={before}
              messages={messages}
              columns={columns}
              change={change}
              remove={remove}
            />
          ))}
        </tbody>
      </table>
      {others > 0 ? <p className="p-2 text-ink-2">{t('import.others', { count: others })}</p> : null}
    </section>
  );
}

type RowProps = Bad & {
  row: FileRow;
  columns: Column[];
  change: (row: FileRow, cells: string[]) => void;
  remove: (row: FileRow) => void;
};

const BadRow = memo(function BadRow({ row, before, messages, columns, change, remove }: RowProps) {
  const whole = row === before ? messages.get(WHOLE) : undefined;
  return (
    <tr>
      <td className="words align-top">
        <span className="leading-7">{row.line}</span>
        {whole ? <p className="min-w-40 text-xs text-bad">{whole}</p> : null}
      </td>
      {columns.map((column) => (
        <td key={column.name} className="words min-w-40 align-top">
          <MendCell
            column={column}
            line={row.line}
            value={row.cells[column.at] ?? ''}
            // What was changed since is no longer what was refused.
            message={row.cells[column.at] === before.cells[column.at] ? messages.get(column.name) : undefined}
            isSearched={messages.has(column.name)}
            onChange={(value) => change(row, row.cells.with(column.at, value))}
          />
        </td>
      ))}
      <td className="align-top">
        <button
          type="button"
          className="btn quiet"
          aria-label={t('import.removeRow', { line: row.line })}
          onClick={() => remove(row)}
        >
          ×
        </button>
      </td>
    </tr>
  );
});

type CellProps = {
  column: Column;
  line: number;
  value: string;
  message: string | undefined;
  /** Whether a reference is looked up here: where it was wrong. */
  isSearched: boolean;
  onChange: (value: string) => void;
};

function MendCell({ column, line, value, message, isSearched, onChange }: CellProps) {
  const id = `mend-${line}-${column.at}`;
  const label = t('import.cell', { column: column.name, line });
  const describedBy = message ? `${id}-note` : undefined;
  const isReference = isSearched && column.field?.type === 'reference';
  return (
    <>
      {isReference && column.field ? (
        <ReferenceCell
          field={column.field}
          id={id}
          label={label}
          value={value}
          invalid={message !== undefined}
          describedBy={describedBy}
          onChange={onChange}
        />
      ) : (
        <input
          id={id}
          className="input"
          aria-label={label}
          aria-invalid={message !== undefined || undefined}
          aria-describedby={describedBy}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {message ? (
        <p id={describedBy} className="mt-0.5 text-xs text-bad">
          {message}
        </p>
      ) : null}
    </>
  );
}

type ReferenceProps = {
  field: FieldMeta;
  id: string;
  label: string;
  value: string;
  invalid: boolean;
  describedBy: string | undefined;
  onChange: (value: string) => void;
};

function ReferenceCell({ field, onChange, ...box }: ReferenceProps) {
  const search = useChoices(field);
  return <Combobox {...box} search={search} onPick={(choice, typed) => onChange(choice?.value ?? typed)} />;
}
