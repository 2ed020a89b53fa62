import { dateLocale, language, t } from '@sanduk/i18n';
import { display } from '@sanduk/money';
import type { FieldMeta, Row } from './meta';

const SHORT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

const date = (text: string) =>
  new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));

export const instant = (text: string): string =>
  new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));

/** An amount is shown as the server says it, which knows the decimals of its currency. */
const amount = (text: string) => display(text, language(), text.split('.')[1]?.length ?? 0);

/** A rate of 0.2 is 20 %, moved by its digits so that nothing is a float. */
function percent(text: string): string {
  const [whole = '0', part = ''] = text.split('.');
  const digits = whole + part.padEnd(2, '0').slice(0, 2);
  const rest = part.slice(2).replace(/0+$/, '');
  return `${display(rest ? `${digits}.${rest}` : digits, language())} %`;
}

const IS_NUMBER = /^-?\d+(\.\d+)?$/;
const NUMBERS = new Set(['price', 'money', 'quantity', 'number', 'integer', 'rate']);
const TIMES = new Set(['date', 'instant']);

function one(field: Pick<FieldMeta, 'type' | 'choices'>, value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // What was typed wrong is shown as it was typed; where a total has words instead of a value, they are shown.
  if (NUMBERS.has(field.type) && !IS_NUMBER.test(text)) return text;
  if (TIMES.has(field.type) && Number.isNaN(Date.parse(text))) return text;
  switch (field.type) {
    case 'boolean':
      return t(value === true || text === 'true' ? 'value.yes' : 'value.no');
    case 'choice':
      return field.choices?.find((choice) => choice.value === text)?.label ?? text;
    case 'price':
    case 'money':
    case 'quantity':
    case 'number':
      return amount(text);
    case 'integer':
      return display(text, language());
    case 'rate':
      return percent(text);
    case 'date':
      return date(text);
    case 'instant':
      return instant(text);
    default:
      return text;
  }
}

/** The value of a field of a row; those of a company's own fields stand together in `custom`. */
export function fieldValue(row: Row, name: string): unknown {
  return name.startsWith('custom.') ? (row.custom as Row | undefined)?.[name.slice('custom.'.length)] : row[name];
}

/** A value as a person reads it: words and numbers. */
export function shown(field: Pick<FieldMeta, 'type' | 'choices' | 'name'>, row: Row): string {
  const value = fieldValue(row, field.name);
  if (value === null || value === undefined || value === '') return '';
  if (field.type === 'reference') {
    const name = (row.names as Record<string, string> | undefined)?.[field.name];
    if (name) return name;
    return SHORT_ID.test(String(value)) ? t('value.linked') : String(value);
  }
  return Array.isArray(value) ? value.map((each) => one(field, each)).join(', ') : one(field, value);
}
