import { expect, test } from 'vitest';
import mirrored from './mirrored';
import bn from './texts/bn.json';
import en from './texts/en.json';

const placeholders = (text: string) => (text.match(/\{\{\w+/g) ?? []).sort();

test('every text is there in every language, with the same places to fill', () => {
  expect(Object.keys(bn).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en))
    expect(placeholders(bn[key as keyof typeof bn])).toEqual(placeholders(text));
});

test('the mirrored language turns words and not what is filled in', () => {
  expect(mirrored['conflict.title']).toMatch(/^\u202eSomebody .*\u202c$/);
  expect(mirrored['command.willBe']).toBe('\u202ewill be\u202c {{number}}');
});
