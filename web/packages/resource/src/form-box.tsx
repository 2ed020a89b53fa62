import { t } from '@sanduk/i18n';
import { Field, FieldNote } from '@sanduk/ui';
import { useState } from 'react';
import { type Control, useController } from 'react-hook-form';
import { Box } from './box';
import type { Values } from './form-values';
import type { FieldMeta } from './meta';
import { mistakeOf } from './numbers';

type Props = {
  control: Control<Values>;
  field: FieldMeta;
  /** Its place in the form, which is the server's path for it. */
  path?: string;
  /** The name of the row that a reference names. */
  name?: string | undefined;
  /** What its id begins with: a form above another has other ids. */
  prefix?: string;
  creates?: boolean;
};

const IS_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/;

/** One box of a form. Errors come under the server's own path. */
export function FormBox({ control, field, path = field.name, name, prefix = 'field', creates = true }: Props) {
  const { field: input, fieldState } = useController({ control, name: path });
  const [picked, setPicked] = useState<{ value: string; name: string | undefined }>();
  const value = String(input.value ?? '');
  const id = `${prefix}-${path}`;
  const [left, setLeft] = useState<string>();
  const error = fieldState.error?.message ?? (left === value ? mistakeOf(field, value) : undefined);
  const isTick = field.type === 'boolean' && !field.nullable;
  const known = picked?.value === value ? picked.name : picked ? undefined : name;
  const isHidden = IS_ID.test(value);
  const help = field.type === 'reference' && !isHidden ? known : undefined;

  const box = (
    <Box
      field={field}
      id={id}
      value={value}
      shown={isHidden ? known : undefined}
      invalid={error !== undefined}
      describedBy={error || help ? `${id}-note` : undefined}
      inputRef={input.ref}
      creates={creates}
      onLeave={setLeft}
      onChange={(next, nextName) => {
        setPicked({ value: next, name: nextName });
        input.onChange(next);
      }}
    />
  );
  if (isTick)
    return (
      <div className="self-end">
        <label className="tick h-(--control)" htmlFor={id} title={field.help}>
          {box} {field.label}
        </label>
        <FieldNote id={id} error={error} />
      </div>
    );
  const label = field.required ? t('form.required', { label: field.label }) : field.label;
  return (
    <Field id={id} label={label} hint={field.help} error={error} help={help}>
      {box}
    </Field>
  );
}

/** Long texts and titles take two columns. */
export const isWide = (field: FieldMeta) => field.type === 'long_text' || Number(field.max) >= 200;
