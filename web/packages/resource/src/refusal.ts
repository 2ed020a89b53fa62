import { Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import type { Values } from './form-values';

/** Puts each error at its box, by the server's path, and answers what has none. Focus goes to the first that is wrong. */
export function refuse(form: UseFormReturn<Values>, error: unknown, hasBox: (path: string) => boolean): string[] {
  form.clearErrors();
  if (!(error instanceof Problem)) return [String(error)];
  const atBoxes = error.errors.filter(({ field }) => hasBox(field));
  for (const [place, { field, message }] of atBoxes.entries())
    form.setError(field as FieldPath<Values>, { type: 'server', message }, { shouldFocus: place === 0 });
  const others = error.errors.filter(({ field }) => !hasBox(field)).map(({ message }) => message);
  if (error.errors.length === 0) return [error.message];
  return atBoxes.length > 0 ? [t('form.mend'), ...others] : others;
}
