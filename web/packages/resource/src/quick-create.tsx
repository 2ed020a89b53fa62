import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { type Choice, Dialog, say } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormBox } from './form-box';
import { bodyOf, type Values, valuesOf } from './form-values';
import type { FieldMeta, ResourceMeta, Row } from './meta';
import { mistakesIn, plain } from './numbers';
import { Problems } from './problems';
import { choiceOf } from './references';
import { refuse } from './refusal';
import { filledIn } from './registry';
import { useIndex, useResource } from './session';
import { today } from './today';

type Props = { field: FieldMeta; text: string; onMade: (choice: Choice | null) => void };

const PREFIX = 'quick';
const IS_CODE = /^[\p{Lu}\d._/-]+$/u;

/** What a new row cannot do without, and the words that it is found by. */
function fieldsOf(meta: ResourceMeta): FieldMeta[] {
  const isNeeded = ({ name, required, read_only }: FieldMeta) =>
    !read_only && (required || name === meta.code || meta.title.includes(name));
  return filledIn(meta).fields.filter(isNeeded);
}

/** What was typed is the code where it looks like one, else the name. */
function placeOfText(meta: ResourceMeta, fields: FieldMeta[], text: string): string | undefined {
  const named = (name: string | undefined) =>
    fields.find((field) => field.name === name && field.type === 'text')?.name;
  const [code, title] = [named(meta.code), named(meta.title.at(-1))];
  return IS_CODE.test(text) ? (code ?? title) : (title ?? code);
}

export default function QuickCreate({ field, text, onMade }: Props) {
  const meta = useResource(field.to ?? '');
  const index = useIndex();
  const client = useQueryClient();
  const fields = useMemo(() => fieldsOf(meta), [meta]);
  const known = placeOfText(meta, fields, text);
  const form = useForm<Values>({
    defaultValues: { ...valuesOf(fields, null, today(index)), ...(known ? { [known]: text } : {}) },
  });
  const [problems, setProblems] = useState<string[]>([]);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const isEmpty = ({ name }: FieldMeta) => String(form.getValues(name) ?? '') === '';
  const [first] = useState(() => fields.find(isEmpty)?.name ?? fields[0]?.name);

  const make = async () => {
    const values = Object.fromEntries(fields.map((one) => [one.name, plain(one, String(form.getValues(one.name)))]));
    const body = bodyOf(
      fields.filter(({ name }) => values[name] !== ''),
      values,
    );
    try {
      const mistakes = mistakesIn(fields, values);
      if (mistakes) throw mistakes;
      const { data } = await call<Row>(meta.path, { body, key });
      void client.invalidateQueries({ queryKey: ['list', meta.name] });
      const choice = choiceOf(meta, data);
      say(t('reference.created', { what: choice.label || choice.value }));
      onMade(choice);
    } catch (error) {
      setProblems(refuse(form, error, (path) => fields.some(({ name }) => name === path)));
      if (!(error instanceof Problem && error.unsure)) setKey(crypto.randomUUID());
    }
  };
  const send = form.handleSubmit(make);
  // The form below this one hears what happens here, because it stands around it in the program, though not on the page.
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.stopPropagation();
    form.clearErrors();
    void send(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isControl = event.ctrlKey || event.metaKey;
    const isSave = isControl && (event.key === 'Enter' || event.key.toLowerCase() === 's');
    if (isSave) submit(event);
    // Escape closes the dialog, which listens further out.
    else if (event.key !== 'Escape') event.stopPropagation();
  };

  return (
    <Dialog
      open
      onClose={() => onMade(null)}
      title={t('reference.createTitle', { what: meta.label.toLowerCase() })}
      focus={`${PREFIX}-${first}`}
    >
      <form noValidate className="grid gap-3 p-4" onSubmit={submit} onKeyDown={onKeyDown}>
        {problems.length > 0 ? <Problems of={problems} /> : null}
        {fields.map((one) => (
          <FormBox key={one.name} control={form.control} field={one} prefix={PREFIX} creates={false} />
        ))}
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => onMade(null)}>
            {t('form.cancel')}
          </button>
          <button type="submit" className="btn primary" disabled={form.formState.isSubmitting}>
            {t('reference.do')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
