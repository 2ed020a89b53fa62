import { expect, test } from 'vitest';
import { bodyOf, filled, valuesOf } from './form-values';
import type { FieldMeta } from './meta';

const fields: FieldMeta[] = [
  { name: 'sku', label: 'SKU', type: 'text' },
  { name: 'category', label: 'Category', type: 'reference', nullable: true },
  { name: 'is_active', label: 'Active', type: 'boolean', default: true },
  { name: 'custom.colour', label: 'Colour', type: 'text' },
];

test('a row becomes texts and comes back', () => {
  const row = { sku: 'TEA', category: null, is_active: false, custom: { colour: 'red' } };
  const values = valuesOf(fields, row);
  expect(values).toEqual({ sku: 'TEA', category: '', is_active: 'false', 'custom.colour': 'red' });
  expect(bodyOf(fields, values)).toEqual(row);
  expect(valuesOf(fields, null).is_active).toBe('true');
});

test('a command leaves out what is empty, and lines in which nothing stands', () => {
  const lines: FieldMeta = { name: 'lines', label: 'Lines', type: 'lines', required: true, fields };
  const body = filled([lines], {
    lines: [
      { sku: 'TEA', category: '', '~name': 'Tea' },
      { sku: '', '~name': 'x' },
    ],
  });
  expect(body).toEqual({ lines: [{ sku: 'TEA' }] });
});
