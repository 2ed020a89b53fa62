import { expect, test } from 'vitest';
import bn from './texts/bn.json';
import en from './texts/en.json';

const placeholders = (text: string) => (text.match(/\{\{\w+/g) ?? []).sort();

test('every text is there in every language, with the same places to fill', () => {
  expect(Object.keys(bn).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en))
    expect(placeholders(bn[key as keyof typeof bn])).toEqual(placeholders(text));
});
