import Big from 'big.js';

/** As the server's `money` crate: half away from zero. */
Big.RM = Big.roundHalfUp;

export type Decimal = Big;
export const zero = Big(0);

/** A decimal text as a number, or null where it is none (or has more than six decimals). */
export function parse(text: string): Decimal | null {
  return /^[+-]?\d{1,18}(\.\d{0,6})?$/.test(text.trim())
    ? Big(text.trim().replace(/^\+/, '').replace(/\.$/, ''))
    : null;
}

/** As text with exactly so many decimals, or as few as it needs. */
export const show = (value: Decimal, decimals?: number): string => value.toFixed(decimals);

export const add = (values: readonly Decimal[]): Decimal => values.reduce((sum, value) => sum.plus(value), zero);

/** A product, rounded once. */
export const times = (a: Decimal, b: Decimal, decimals: number): Decimal => a.times(b).round(decimals);

/** Parts of `total` by `weights` that sum to the whole: the largest remainders get what rounding leaves, the earlier where equal. */
export function allocate(total: Decimal, weights: readonly Decimal[], decimals: number): Decimal[] {
  const sum = add(weights);
  if (sum.eq(0))
    return allocate(
      total,
      weights.map(() => Big(1)),
      decimals,
    );
  const unit = Big(10).pow(-decimals);
  const exact = weights.map((weight) => total.times(weight).div(sum));
  const parts = exact.map((share) => share.round(decimals, Big.roundDown));
  const order = exact.map((share, place) => ({ place, rest: share.minus(parts[place] ?? zero).abs() }));
  order.sort((a, b) => b.rest.cmp(a.rest) || a.place - b.place);
  let left = total.minus(add(parts)).div(unit).abs().round(0).toNumber();
  for (const { place } of order) {
    if (left-- <= 0) break;
    parts[place] = (parts[place] ?? zero).plus(total.lt(0) ? unit.neg() : unit);
  }
  return parts;
}

const formats = new Map<string, Intl.NumberFormat>();

/** For eyes only: grouping and digits of the reader's language, made of the exact text. */
export function display(text: string, language: string, decimals = 0): string {
  const key = `${language} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: 6 });
    formats.set(key, format);
  }
  return format.format(text as unknown as number);
}

const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66];

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const start = ZEROS.find((first) => code >= first && code < first + 10);
  return start === undefined ? digit : String(code - start);
}

/**
 * What a person typed, in any digits and with the separators of the language, as plain decimal text; null where it is no number.
 * Separators stand where the language groups whole digits, or it is no number: 12,50 is not taken for 1250.
 */
export function fromTyped(text: string, language: string): string | null {
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.6);
  const mark = (type: string, usual: string) => parts.find((part) => part.type === type)?.value ?? usual;
  const middle = parts.filter((part) => part.type === 'integer').at(-2)?.value.length ?? 3;
  const group = `[\\s${mark('group', ',')}]`;
  const number = new RegExp(
    `^([+-]?)(\\d*|\\d{1,${middle}}(?:${group}\\d{${middle}})*${group}\\d{3})(?:[${mark('decimal', '.')}](\\d*))?$`,
  );
  const typed = text
    .trim()
    .replace(/\p{Nd}/gu, plainDigit)
    .replace('\u2212', '-');
  const [, sign = '', grouped = '', decimals = ''] = number.exec(typed) ?? [];
  const whole = grouped.replace(/\D/g, '');
  if (!whole && !decimals) return null;
  return `${sign === '-' ? '-' : ''}${whole || '0'}${decimals ? `.${decimals}` : ''}`;
}
