import { expect, test } from 'vitest';
import type { CommandMeta, FieldMeta } from '../meta';
import { placeInForm, requestOf } from './request';

const text = (name: string): FieldMeta => ({ name, label: name, type: 'text' });
const command = {
  path: '/api/v1/sales/{id}/return/',
  fields: [text('id'), text('reason'), { ...text('lines'), type: 'lines', fields: [text('sku')] }],
} as unknown as CommandMeta;

test('what stands in the path is not in the body', () => {
  const values = { id: 'SAL 1', reason: 'x', lines: [] };
  expect(requestOf(command, values)).toEqual({ path: '/api/v1/sales/SAL%201/return/', body: { reason: 'x' } });
  expect(requestOf(command, { ...values, id: '' }).path).toBeUndefined();
});

test('errors of lines are put beside blank lines', () => {
  const lines = [{ sku: '', '~key': 'a' }, { sku: 'TEA' }, { sku: '' }, { sku: 'MUG' }];
  expect(placeInForm('lines.1.sku', { lines })).toBe('lines.3.sku');
  expect(placeInForm('reason', { lines })).toBe('reason');
});
