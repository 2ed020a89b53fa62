import { lineOf } from '@sanduk/ui/delimited';

/** A row of a file, with the line or row that it begins in there. */
export type FileRow = { line: number; cells: string[] };
/** A file as the wizard holds it: whatever it was, it is sent as CSV. */
export type Table = { delimiter: string; columns: string[]; rows: FileRow[] };

const DELIMITERS = [',', ';', '\t', '|'];
/** How far down a workbook its first line is looked for, below a title. */
const TITLES = 20;

const isBlank = (row: FileRow) => row.cells.every((cell) => cell.trim() === '');

/** The delimiter that stands in the first line most often, outside of quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1);
  const bare = first.replace(/"[^"]*"/g, '');
  const times = (mark: string) => bare.split(mark).length;
  return DELIMITERS.reduce((best, mark) => (times(mark) > times(best) ? mark : best));
}

export function parseCsv(text: string, delimiter: string): FileRow[] {
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${delimiter}\\r\\n]*)(\\${delimiter}|\\r?\\n|\\r|$)`, 'gy');
  const rows: FileRow[] = [];
  let row: FileRow = { line: 1, cells: [] };
  let line = 1;
  for (const [whole, value = '', end = ''] of text.matchAll(cell)) {
    row.cells.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    line += whole.split(/\r\n|\r|\n/).length - 1;
    if (end === delimiter) continue;
    rows.push(row);
    row = { line, cells: [] };
    if (end === '') break;
  }
  return rows;
}

/** Names by which every column can be told from the others. */
function named(cells: string[]): string[] {
  const names: string[] = [];
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim() || `#${at + 1}`;
    names.push(names.includes(name) ? `${name} #${at + 1}` : name);
  }
  return names;
}

/** The first line names the columns: in a workbook it is the first that has one of the names, since a title may stand above it. */
export function tableOf(all: FileRow[], delimiter: string, known: Set<string>): Table | null {
  const rows = all.filter((row) => !isBlank(row));
  const isHead = (row: FileRow) => row.cells.some((cell) => known.has(cell.trim().toLowerCase()));
  const at = Math.max(rows.slice(0, TITLES).findIndex(isHead), 0);
  const [head, ...body] = rows.slice(at);
  if (!head || body.length === 0) return null;
  const width = body.reduce((most, { cells }) => Math.max(most, cells.length), head.cells.length);
  const isUsed = (column: number) => Boolean(head.cells[column]?.trim()) || body.some(({ cells }) => cells[column]);
  const used = Array.from({ length: width }, (_, column) => column).filter(isUsed);
  const only = (cells: string[]) => used.map((column) => cells[column] ?? '');
  return {
    delimiter,
    columns: named(only(head.cells)),
    rows: body.map(({ line, cells }) => ({ line, cells: only(cells) })),
  };
}

export function csvOf({ delimiter, columns, rows }: Table): string {
  const lines = [columns, ...rows.map(({ cells }) => cells)];
  return lines.map((cells) => `${lineOf(cells, delimiter)}\n`).join('');
}

const heightOf = (cells: string[]) => cells.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 1);

/** The row behind each line that the server names, which counts the lines of what it was sent. */
export function rowsByLine({ columns, rows }: Table): Map<number, FileRow> {
  let line = 1 + heightOf(columns);
  return new Map(
    rows.map((row) => {
      const at = line;
      line += heightOf(row.cells);
      return [at, row];
    }),
  );
}

function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function textOfCell(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '');
  return cell === null || cell === undefined ? '' : String(cell);
}

async function sheetRows(file: File): Promise<FileRow[]> {
  const { readSheet } = await import('read-excel-file/universal');
  // Numbers stay the texts that they are.
  const rows = await readSheet(file, { parseNumber: (text: string) => text });
  return rows.map((cells, at) => ({ line: at + 1, cells: cells.map(textOfCell) }));
}

/** Reads what was chosen; nothing where it has no rows. `known` are names of fields, in small letters. */
export async function readTable(file: File, known: Set<string>): Promise<Table | null> {
  if (/\.xlsx$/i.test(file.name)) return tableOf(await sheetRows(file), ',', known);
  const text = decoded(await file.arrayBuffer());
  const delimiter = delimiterOf(text);
  return tableOf(parseCsv(text, delimiter), delimiter, new Set());
}
