import { expect, test } from 'vitest';
import type { FieldMeta } from './meta';
import { mistakesIn } from './numbers';

const price: FieldMeta = { name: 'price', label: 'Price', type: 'price' };
const lines: FieldMeta = { name: 'lines', label: 'Lines', type: 'lines', fields: [price] };

test('numbers that may be read otherwise are told by the paths of the server', () => {
  const problem = mistakesIn([price, lines], { price: '1e5', lines: [{ price: '1250.00' }, { price: '12,50' }, {}] });
  expect(problem?.errors.map(({ field }) => field)).toEqual(['price', 'lines.1.price']);
  const name: FieldMeta = { name: 'name', label: 'Name', type: 'text', required: true };
  expect(mistakesIn([name, price], { name: '', price: '1e5' })?.errors.map(({ code }) => code)).toEqual([
    'required',
    'number',
  ]);
  expect(mistakesIn([name], { name: '' })).toBeUndefined();
  expect(mistakesIn([price, lines], { price: '1,250', lines: [] })).toBeUndefined();
});
