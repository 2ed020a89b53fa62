import { Problem } from '@sanduk/api';
import { language, t } from '@sanduk/i18n';
import { fromTyped } from '@sanduk/money';
import type { FieldMeta, Row } from './meta';

const NUMBERS = new Set(['quantity', 'price', 'money', 'rate', 'integer', 'number']);
export const isNumber = (field: FieldMeta) => NUMBERS.has(field.type);

/** What was typed as the API takes it: a number in plain digits, everything else as it is. */
export function plain(field: FieldMeta, typed: string): string {
  return (isNumber(field) && fromTyped(typed, language())) || typed;
}

/** What is wrong with a number as it was typed. The server must not be asked: it may read another number than was meant. */
export function mistakeOf(field: FieldMeta, typed: unknown): string | undefined {
  if (!isNumber(field) || field.many || typeof typed !== 'string' || !typed.trim()) return undefined;
  if (fromTyped(typed, language()) !== null) return undefined;
  const meant = fromTyped(typed.replace(',', '.'), language());
  return meant ? t('form.decimalComma', { meant }) : t('form.noNumber');
}

/** All such mistakes of a form as the server would tell them, with what is missing beside them; nothing where there are none. */
export function mistakesIn(fields: FieldMeta[], values: Row): Problem | undefined {
  const at = (inner: FieldMeta[], row: Row, before: string): Problem['errors'] =>
    inner.flatMap((field) => {
      const value = row[field.name];
      const path = `${before}${field.name}`;
      if (Array.isArray(value) && field.type === 'lines')
        return value.flatMap((line, place) => at(field.fields ?? [], line as Row, `${path}.${place}.`));
      if (field.type === 'object') return at(field.fields ?? [], (value ?? {}) as Row, `${path}.`);
      if (field.required && (value === undefined || value === ''))
        return [{ field: path, code: 'required', message: t('form.missing') }];
      const message = mistakeOf(field, value);
      return message === undefined ? [] : [{ field: path, code: 'number', message }];
    });
  const errors = at(fields, values, '');
  return errors.some(({ code }) => code === 'number') ? new Problem(422, 'number', t('form.mend'), errors) : undefined;
}
