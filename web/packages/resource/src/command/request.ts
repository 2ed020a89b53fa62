import { filled, isBlankLine, type Values } from '../form-values';
import type { CommandMeta, Row } from '../meta';

export type Request = {
  /** Nothing where a part of the path is not known yet. */
  path: string | undefined;
  body: Row;
};

/** What the form asks for: fields that stand in the path go there, all others into the body. */
export function requestOf(command: CommandMeta, values: Values): Request {
  const inPath = (name: string) => command.path.includes(`{${name}}`);
  const body = filled(
    command.fields.filter((field) => !inPath(field.name)),
    values,
  );
  let isKnown = true;
  const path = command.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? '');
    isKnown &&= value !== '';
    return encodeURIComponent(value);
  });
  return { path: isKnown ? path : undefined, body };
}

/** The server counts the lines that it was sent; those that were left blank stand between them in the form. */
export function placeInForm(path: string, values: Values): string {
  const [name = '', place = '', ...rest] = path.split('.');
  const lines = values[name];
  if (!Array.isArray(lines) || !/^\d+$/.test(place)) return path;
  const sent = lines.flatMap((line, at) => (isBlankLine(line) ? [] : [at]));
  return [name, sent[Number(place)] ?? place, ...rest].join('.');
}
