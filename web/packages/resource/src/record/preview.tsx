import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { useEffect, useState } from 'react';
import { type FieldPath, type UseFormReturn, useWatch } from 'react-hook-form';
import type { Values } from '../form-values';
import type { ResourceMeta, Row } from '../meta';
import { mistakesIn } from '../numbers';
import { overrideOf } from '../registry';

const PAUSE = 350;

type Props = {
  meta: ResourceMeta;
  id: string;
  etag: string | undefined;
  form: UseFormReturn<Values>;
  typed: () => Record<string, string>;
  changeOf: (values: Record<string, string>) => Row;
};

/** What the server would make of the form, asked a moment after the last key. What is wrong is told at its box. */
export function FormPreview({ meta, id, etag, form, typed, changeOf }: Props) {
  useWatch({ control: form.control });
  const [answer, setAnswer] = useState<Row>();
  const body = JSON.stringify(changeOf(typed()));
  const { isDirty } = form.formState;
  useEffect(() => {
    const stop = new AbortController();
    const path = id === 'new' ? meta.path : `${meta.path}${encodeURIComponent(id)}/`;
    const method = id === 'new' ? 'POST' : 'PATCH';
    const asked = { method, body: JSON.parse(body) as Row, ifMatch: etag, dryRun: true, signal: stop.signal };
    const mark = (error: unknown) => {
      if (!(error instanceof Problem)) return;
      form.clearErrors();
      setAnswer(undefined);
      for (const { field, code, message } of error.errors)
        if (isDirty && code !== 'required') form.setError(field as FieldPath<Values>, { type: 'server', message });
    };
    const mistakes = mistakesIn(meta.fields, JSON.parse(body) as Row);
    const ask = () =>
      mistakes
        ? mark(mistakes)
        : call<Row>(path, asked).then(({ data }) => {
            form.clearErrors();
            setAnswer(data);
          }, mark);
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [meta, id, etag, form, body, isDirty]);
  const { preview: Content } = overrideOf(meta.name);
  return (
    <section className="panel" aria-label={t('preview.title')}>
      <h2>{t('preview.title')}</h2>
      <div className="p-3" aria-live="polite">
        {Content ? <Content typed={typed()} answer={answer} /> : null}
      </div>
    </section>
  );
}
