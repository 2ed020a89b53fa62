import type { components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { Dialog, Notice, say } from '@sanduk/ui';
import { type FormEvent, useState } from 'react';
import { type Limits, MemberFields } from './member-fields';
import { Page } from './page';
import { useSend, wrongBeside } from './send';
import { showOnce } from './shown-once';

type Member = components['schemas']['MemberOut'];

/** What a member may do, changed in place; the password is chosen by themselves. */
export function MemberPage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const member = row as unknown as Member;
  const index = useIndex();
  const { send, problem, isBusy } = useSend('members', 'users');
  const start: Limits = { name: member.name, role: member.role, sites: member.sites, party: member.party ?? '' };
  const [values, setValues] = useState(start);
  const [isLeaving, setLeaving] = useState(false);
  const path = `/api/v1/members/${member.user}/`;
  const change = async (body: object) => {
    if (await send(path, { method: 'PATCH', body })) say(t('form.saved'));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void change({ ...values, party: values.party || null, is_active: member.is_active });
  };
  const end = async () => {
    setLeaving(false);
    if (await send(path, { method: 'DELETE', body: {} })) say(t('form.saved'));
  };
  const others = wrongBeside(problem, ['name', 'role', 'party']);
  const mayChange = may(index, 'identity.member.change');
  return (
    <form className="contents" noValidate onSubmit={save}>
      <Page
        title={member.name}
        sub={member.email}
        back={{ label: meta.label_plural, to: '/r/members' }}
        actions={
          <>
            {may(index, 'identity.user.reset_password') ? <Reset member={member} /> : null}
            {member.is_active && may(index, 'identity.member.remove') ? (
              <button type="button" className="btn" onClick={() => setLeaving(true)}>
                {t('member.end')}
              </button>
            ) : null}
            {!member.is_active && mayChange ? (
              <button type="button" className="btn" disabled={isBusy} onClick={() => change({ is_active: true })}>
                {t('member.again')}
              </button>
            ) : null}
            {mayChange ? (
              <button type="submit" className="btn primary" disabled={isBusy}>
                {t('form.save')}
              </button>
            ) : null}
          </>
        }
      >
        {others ? <Notice bad>{others}</Notice> : null}
        {member.is_active ? null : <Notice>{t('member.ended')}</Notice>}
        <section className="panel">
          <h2>{t('member.limits')}</h2>
          <fieldset className="form-fields" disabled={!mayChange}>
            <MemberFields
              values={values}
              problem={problem}
              party={
                (row.names as Record<string, string> | undefined)?.party ?? (values.party ? t('value.linked') : '')
              }
              onChange={(changes) => setValues({ ...values, ...changes })}
            />
          </fieldset>
        </section>
      </Page>
      <Dialog open={isLeaving} onClose={() => setLeaving(false)} title={t('member.endTitle', { name: member.name })}>
        <div className="grid gap-4 p-4">
          <p>{t('member.endHelp')}</p>
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={() => setLeaving(false)}>
              {t('form.cancel')}
            </button>
            <button type="button" className="btn primary" onClick={end}>
              {t('member.end')}
            </button>
          </div>
        </div>
      </Dialog>
    </form>
  );
}

function Reset({ member }: { member: Member }) {
  const { send, isBusy, problem } = useSend();
  const reset = async () => {
    const answer = await send<{ token: string }>(`/api/v1/users/${member.user}/reset-password/`, { body: {} });
    if (answer)
      await showOnce(t('member.token', { email: member.email }), [
        { label: t('member.tokenLabel'), value: answer.data.token },
      ]);
  };
  return (
    <>
      {problem ? <Notice bad>{problem.message}</Notice> : null}
      <button type="button" className="btn" disabled={isBusy} onClick={reset}>
        {t('member.reset')}
      </button>
    </>
  );
}
