import { expect, test } from 'vitest';
import { asApi, asView, conditionsOf, parseSearch, stringifySearch } from './query';

test('an address is the query of the API, and what screens add to it', () => {
  const search = parseSearch(
    '?ordering=-name&sku__in=A,B&category__isnull=true&category__name=Tea&cols=sku.name&cursor=x',
  );
  expect(asApi(search)).toEqual({
    ordering: '-name',
    sku__in: 'A,B',
    category__isnull: 'true',
    category__name: 'Tea',
    cursor: 'x',
  });
  expect(asView(search)).toEqual({
    ordering: '-name',
    sku__in: 'A,B',
    category__isnull: 'true',
    category__name: 'Tea',
  });
  expect(conditionsOf(search).map((one) => [one.name, one.operator, one.value])).toEqual([
    ['sku', 'in', 'A,B'],
    ['category', 'isnull', 'true'],
    ['category__name', '', 'Tea'],
  ]);
  expect(stringifySearch({ a: 'x y', b: '', c: undefined })).toBe('?a=x+y');
});
