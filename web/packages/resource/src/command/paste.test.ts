import { expect, test } from 'vitest';
import { pastePlaces } from './paste';

const typed = (key: string) => ({ key, renderEditCell: () => null });
const columns = [
  { key: '~place' },
  typed('sku'),
  { key: '~name' },
  typed('quantity'),
  typed('cost'),
  { key: '~net' },
  { key: '~remove' },
];

test('rows as wide as the grid keep their columns, others go to what is typed', () => {
  expect(pastePlaces(columns, 'sku', 4).slice(0, 4)).toEqual(['sku', '~name', 'quantity', 'cost']);
  expect(pastePlaces(columns, 'sku', 5).slice(0, 5)).toEqual(['sku', '~name', 'quantity', 'cost', '~net']);
  expect(pastePlaces(columns, 'sku', 3)).toEqual(['sku', 'quantity', 'cost']);
  expect(pastePlaces(columns, 'quantity', 2)).toEqual(['quantity', 'cost']);
  expect(pastePlaces(columns, 'sku', 9)).toEqual(['sku', 'quantity', 'cost']);
});
