import { t } from '@sanduk/i18n';
import type { CommandMeta } from '@sanduk/resource';
import { Field, Notice, say } from '@sanduk/ui';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Limits, MemberFields } from './member-fields';
import { Page } from './page';
import { useSend, wrongAt, wrongBeside } from './send';
import { showOnce } from './shown-once';

type Added = { user: string; email: string; reset_token?: string | null };

/** Makes a person a member by the e-mail address, whether or not they have a log-in already. */
export function AddMember({ meta }: { meta: CommandMeta }) {
  const { send, problem, isBusy } = useSend('members', 'users');
  const router = useRouter();
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [values, setValues] = useState<Limits>({ name: '', role: '', sites: [], party: '' });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const { name, role, sites, party } = values;
    const body = { email, role, sites, ...(name ? { name } : {}), ...(party ? { party } : {}) };
    const added = (await send<Added>('/api/v1/users/', { body }))?.data;
    if (!added) return;
    if (added.reset_token)
      await showOnce(t('member.token', { email }), [{ label: t('member.tokenLabel'), value: added.reset_token }]);
    say(t('form.saved'));
    void navigate({ to: '/r/$resource/$id', params: { resource: 'members', id: added.user }, replace: true });
  };
  const others = wrongBeside(problem, ['email', 'name', 'role', 'party']);
  return (
    <form className="contents" noValidate onSubmit={save}>
      <Page
        title={meta.label}
        actions={
          <>
            <button type="button" className="btn" onClick={() => router.history.back()}>
              {t('form.cancel')}
            </button>
            <button type="submit" className="btn primary" disabled={isBusy}>
              {t('form.save')}
            </button>
          </>
        }
      >
        {others ? <Notice bad>{others}</Notice> : null}
        <section className="panel">
          <h2>{t('member.who')}</h2>
          <div className="form-fields">
            <Field
              id="member-email"
              label={t('form.required', { label: t('login.email') })}
              help={t('member.emailHelp')}
              error={wrongAt(problem, 'email')}
            >
              <input
                id="member-email"
                type="email"
                className="input"
                autoComplete="off"
                aria-describedby="member-email-note"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            </Field>
            <MemberFields
              values={values}
              problem={problem}
              onChange={(changes) => setValues({ ...values, ...changes })}
            />
          </div>
        </section>
      </Page>
    </form>
  );
}
