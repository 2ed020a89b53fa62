import { expect, test } from 'vitest';
import { add, allocate, type Decimal, display, fromTyped, parse, show, times } from './index';

const number = (text: string): Decimal => parse(text) as Decimal;

test('texts are read and written exactly', () => {
  for (const text of ['0', '1.5', '-12.345678', '999999999999.999999']) expect(show(number(text))).toBe(text);
  for (const text of ['', 'x', '1e3', '1.2345678', '--1', 'NaN']) expect(parse(text)).toBeNull();
  expect(show(number('7'), 2)).toBe('7.00');
});

test('products are rounded once, half away from zero', () => {
  expect(show(times(number('3'), number('0.335'), 2), 2)).toBe('1.01');
  expect(show(times(number('1.5'), number('0.003333'), 3), 3)).toBe('0.005');
  expect(show(times(number('-1'), number('0.005'), 2), 2)).toBe('-0.01');
});

test('parts sum to the whole', () => {
  for (const total of ['100.01', '-100.01', '0.02'])
    for (let count = 1; count < 100; count += 1) {
      const weights = Array.from({ length: count }, (_, place) => number(String(place + 1)));
      expect(show(add(allocate(number(total), weights, 2)), 2)).toBe(total);
    }
  expect(allocate(number('1'), [number('0'), number('0')], 2).map((part) => show(part, 2))).toEqual(['0.50', '0.50']);
  expect(allocate(number('10'), [number('1'), number('1'), number('1')], 2).map((part) => show(part, 2))).toEqual([
    '3.34',
    '3.33',
    '3.33',
  ]);
});

test('every digit is shown, and any digits are read', () => {
  expect(display('9007199254740993.25', 'en', 2)).toBe('9,007,199,254,740,993.25');
  expect(display('1234567.5', 'bn', 2)).toBe('১২,৩৪,৫৬৭.৫০');
  expect(fromTyped('১২,৩৪,৫৬৭.৫০', 'bn')).toBe('1234567.50');
  expect(fromTyped('1.234,5', 'de')).toBe('1234.5');
  expect(fromTyped('১,৫০০', 'bn')).toBe('1500');
  for (const [typed, number] of [
    ['1,250.00', '1250.00'],
    ['1,234,567', '1234567'],
    ['1 250', '1250'],
    ['-.5', '-0.5'],
    ['+7.', '7'],
  ] as const)
    expect(fromTyped(typed, 'en')).toBe(number);
});

test('what may mean another number is none', () => {
  for (const typed of [
    'abc',
    '',
    '-',
    '.',
    '12,50',
    '1,5',
    '1e5',
    '1,2345',
    '1234,567',
    ',500',
    '1,250,5',
    '1.250.000',
    '0x1F',
  ])
    expect(fromTyped(typed, 'en')).toBeNull();
});
