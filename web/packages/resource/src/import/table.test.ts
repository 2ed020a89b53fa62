import { expect, test } from 'vitest';
import { csvOf, parseCsv, rowsByLine, tableOf } from './table';

const read = (text: string, known: string[] = []) => tableOf(parseCsv(text, ','), ',', new Set(known));

test('a file that is read and written is the same, whatever stands in its cells', () => {
  const text = 'sku,name\nA,"two\nlines, ""quoted"""\nB,plain\n';
  const table = read(text);
  expect(table?.rows).toEqual([
    { line: 2, cells: ['A', 'two\nlines, "quoted"'] },
    { line: 4, cells: ['B', 'plain'] },
  ]);
  expect(table && csvOf(table)).toBe(text);
});

test('a line that the server names leads to its row of the file, though blank lines were left out', () => {
  const table = read('sku,name\r\n\r\nA,"two\r\nlines"\r\n\r\nB,plain');
  const lines = [...(table ? rowsByLine(table) : [])].map(([line, row]) => [line, row.line]);
  expect(lines).toEqual([
    [2, 3],
    [4, 6],
  ]);
});

test('columns have names of their own; titles above them and empty columns are left out', () => {
  const table = read('Price list,,,\n,,,\nSKU,Name,,Name\nA,x,,y\n', ['sku']);
  expect(table?.columns).toEqual(['SKU', 'Name', 'Name #3']);
  expect(table?.rows).toEqual([{ line: 4, cells: ['A', 'x', 'y'] }]);
});

test('a file without rows is none', () => {
  expect(read('sku,name\n')).toBeNull();
});
