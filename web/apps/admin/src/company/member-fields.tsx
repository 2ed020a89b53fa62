import { call, type components, type Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type Row, useIndex } from '@sanduk/resource';
import { Box, useChoices } from '@sanduk/resource/parts';
import { Combobox, Field } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { wrongAt } from './send';

type Role = components['schemas']['RoleOut'];
type Site = { id: string; code: string; name: string };

export type Limits = { name: string; role: string; sites: string[]; party: string };

function useRows<T>(path: string, permission: string) {
  const index = useIndex();
  return useQuery({
    queryKey: ['list', path],
    enabled: may(index, permission),
    queryFn: async () => (await call<{ results: T[] }>(path)).data.results,
  }).data;
}

type Props = {
  values: Limits;
  onChange: (changes: Partial<Limits>) => void;
  problem: Problem | undefined;
  /** What the party is called that is chosen already. */
  party?: string | undefined;
};

/** Who a member is in the company: the role, and the sites and the customer or supplier that limit it. */
export function MemberFields({ values, onChange, problem, party }: Props) {
  const roles = useRows<Role>('/api/v1/roles/', 'identity.role.view');
  const sites = useRows<Site>('/api/v1/sites/', 'ledger.site.view') ?? [];
  const [picked, setPicked] = useState<string>();
  const findParty = useChoices({ to: 'customers', also: ['suppliers'] });
  const choices = roles?.map(({ code, name }) => ({ value: code, label: name })) ?? [];
  const toggle = (id: string) =>
    onChange({ sites: values.sites.includes(id) ? values.sites.filter((one) => one !== id) : [...values.sites, id] });
  return (
    <>
      <Field id="member-name" label={t('own.name')} error={wrongAt(problem, 'name')}>
        <input
          id="member-name"
          className="input"
          autoComplete="off"
          value={values.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field id="member-role" label={t('form.required', { label: t('member.role') })} error={wrongAt(problem, 'role')}>
        <Box
          field={{ name: 'role', label: '', type: roles ? 'choice' : 'text', required: true, choices }}
          id="member-role"
          value={values.role}
          onChange={(role) => onChange({ role })}
        />
      </Field>
      <Field id="member-party" label={t('member.party')} help={t('member.partyHelp')} error={wrongAt(problem, 'party')}>
        <Combobox
          id="member-party"
          value={values.party}
          shown={picked ?? party ?? ''}
          describedBy="member-party-note"
          search={findParty}
          onPick={(choice, typed) => {
            setPicked(typed);
            onChange({ party: choice ? idOf(choice.row) : typed });
          }}
        />
      </Field>
      {sites.length > 0 ? (
        <fieldset>
          <legend className="label">{t('member.sites')}</legend>
          {sites.map(({ id, name }) => (
            <label key={id} className="tick min-h-(--control)">
              <input type="checkbox" checked={values.sites.includes(id)} onChange={() => toggle(id)} />
              {name}
            </label>
          ))}
          <p className="text-xs text-ink-3">{t('member.sitesHelp')}</p>
        </fieldset>
      ) : null}
    </>
  );
}

const idOf = (row: Row) => String(row.id ?? '');
