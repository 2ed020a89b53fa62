import type { FieldMeta, Row } from './meta';
import { fieldValue } from './value';

/** A form holds texts; a line grid holds lines of texts. */
export type Values = { [name: string]: string | Values | Values[] };

const PLAIN = new Set(['integer', 'boolean']);

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The texts of a row, or of the defaults where there is none. */
export function valuesOf(fields: FieldMeta[], row: Row | null, today = ''): Record<string, string> {
  const initial = (field: FieldMeta) => (field.default === 'today' ? today : field.default);
  return Object.fromEntries(
    fields.map((field) => [field.name, textOf(row ? fieldValue(row, field.name) : initial(field))]),
  );
}

/** One text as the API takes it. What is no whole number is sent as it was typed, so that the server says what is wrong. */
function sent(field: FieldMeta, text: string): unknown {
  if (field.many)
    return text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
  if (text === '') return field.nullable ? null : undefined;
  if (field.type === 'json') return parsed(text);
  if (PLAIN.has(field.type) && /^(true|false|-?\d+)$/.test(text)) return JSON.parse(text);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isLines = (value: unknown): value is Values[] => Array.isArray(value);

/** A line in which nothing was typed is no line. */
export const isBlankLine = (line: Values) =>
  Object.entries(line).every(([name, value]) => name.startsWith('~') || value === '');

function sentValue(field: FieldMeta, value: Values[string] | undefined): unknown {
  if (field.type === 'lines') {
    const lines = isLines(value) ? value.filter((line) => !isBlankLine(line)) : [];
    return lines.length > 0 || field.required ? lines.map((line) => filled(field.fields ?? [], line)) : undefined;
  }
  if (field.type === 'object') {
    const inner = filled(field.fields ?? [], (value ?? {}) as Values);
    return Object.keys(inner).length > 0 ? inner : undefined;
  }
  return sent(field, String(value ?? ''));
}

/** The body of a change: empty boxes empty the field where it may be empty. */
export function bodyOf(fields: FieldMeta[], values: Values): Row {
  const body: Row = {};
  for (const field of fields) {
    const value = sentValue(field, values[field.name]);
    if (field.name.startsWith('custom.')) {
      body.custom = { ...(body.custom as Row), [field.name.slice('custom.'.length)]: value ?? null };
    } else if (value !== undefined) body[field.name] = value;
    else if (field.type === 'text' || field.type === 'long_text') body[field.name] = '';
  }
  return body;
}

/** The body of a command: what is empty is left out. */
export function filled(fields: FieldMeta[], values: Values): Row {
  const given = fields.map((field) => [field.name, sentValue(field, values[field.name])] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null));
}
