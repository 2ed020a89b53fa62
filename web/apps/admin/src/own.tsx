import { api, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { indexQuery, useIndex } from '@sanduk/resource';
import { Field, Notice, say } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';

/** One's own name and password. */
export function OwnPage() {
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4">
      <h1 className="page-title">{t('own.title')}</h1>
      <p className="mt-1 mb-3">
        <Link to="/me/notifications">{t('own.notifications')}</Link>
      </p>
      <div className="grid max-w-md gap-4">
        <OwnName />
        <OwnPassword />
      </div>
    </div>
  );
}

function OwnName() {
  const client = useQueryClient();
  const { user } = useIndex();
  const save = async (given: FormData) => {
    await api.PATCH('/api/v1/users/me/', { body: { name: String(given.get('name')) } });
    await client.fetchQuery({ ...indexQuery, staleTime: 0 });
  };
  return (
    <OwnForm title={user.email} save={save}>
      <Field id="name" label={t('own.name')}>
        <input id="name" name="name" required defaultValue={user.name} autoComplete="name" className="input" />
      </Field>
    </OwnForm>
  );
}

function OwnPassword() {
  const save = async (given: FormData) => {
    const body = { current: String(given.get('current')), new: String(given.get('new')) };
    await api.POST('/api/v1/users/me/password/', { body });
  };
  return (
    <OwnForm title={t('own.password')} save={save}>
      <Field id="current" label={t('own.current')}>
        <input id="current" name="current" type="password" required autoComplete="current-password" className="input" />
      </Field>
      <Field id="new" label={t('own.new')}>
        <input id="new" name="new" type="password" required autoComplete="new-password" className="input" />
      </Field>
    </OwnForm>
  );
}

type OwnFormProps = { title: string; save: (given: FormData) => Promise<void>; children: ReactNode };

function OwnForm({ title, save, children }: OwnFormProps) {
  const [problem, setProblem] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      await save(new FormData(form));
      setProblem('');
      say(t('form.saved'));
    } catch (error) {
      if (error instanceof Problem) setProblem(error.message);
    }
  };
  return (
    <form className="panel" onSubmit={submit}>
      <h2>{title}</h2>
      <div className="grid gap-3 p-3">
        {problem ? <Notice bad>{problem}</Notice> : null}
        {children}
        <button type="submit" className="btn justify-self-start">
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}
