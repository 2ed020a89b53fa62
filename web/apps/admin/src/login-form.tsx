import { Problem, session } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Field, Notice, remember, remembered } from '@sanduk/ui';
import { type FormEvent, useState } from 'react';

/** Company, e-mail address and password. The company and the address are kept for the next time. */
export function LogInForm({ onDone }: { onDone: () => void }) {
  const known = remembered('user', { tenant: '', email: '' });
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const word = (name: string) => String(given.get(name) ?? '').trim();
    const user = { tenant: word('tenant'), email: word('email') };
    setBusy(true);
    try {
      await session.logIn({ ...user, password: String(given.get('password')) });
      remember('user', user);
      onDone();
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error));
    }
    setBusy(false);
  };

  return (
    <form className="grid gap-3" onSubmit={submit}>
      {problem ? <Notice bad>{problem}</Notice> : null}
      <Field id="tenant" label={t('login.company')}>
        <input id="tenant" name="tenant" defaultValue={known.tenant} autoComplete="organization" className="input" />
      </Field>
      <Field id="email" label={t('login.email')}>
        <input
          id="email"
          name="email"
          type="email"
          required
          defaultValue={known.email}
          autoComplete="username"
          className="input"
        />
      </Field>
      <Field id="password" label={t('login.password')}>
        <input
          id="password"
          name="password"
          type="password"
          required
          autoComplete="current-password"
          className="input"
        />
      </Field>
      <button type="submit" className="btn primary mt-1" disabled={isBusy}>
        {t('login.submit')}
      </button>
    </form>
  );
}
