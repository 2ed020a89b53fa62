import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import {
  fieldOf,
  type MetaIndex,
  placeOf,
  type ResourceMeta,
  type Row,
  type Search,
  titleOf,
  useIndex,
} from '@sanduk/resource';
import { Changes, deedOf, deedWords, type FieldChange, instant, shown } from '@sanduk/resource/parts';
import { Field, Notice } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Entry, useAudited, useTrail, useTrailOf } from './audit-trail';
import { Page } from './page';

/** How many commands are looked back at first, and how many rows are read with their histories. */
const REACH = 500;
const ROWS = 40;
const FURTHER = 4;
/** Who is asked for where it was the program itself. */
const PROGRAM = 'program';

type Change = (changes: Search) => void;

/** Who has changed which records, when, and from what to what. */
export function AuditPage() {
  const search = useSearch({ from: '/inside/audit' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { metas, isLoading } = useAudited();
  const change = (changes: Search) => void navigate({ to: '/audit', search: { ...search, ...changes }, replace: true });
  return (
    <Page
      title={t('audit.title')}
      wide
      actions={
        <button type="button" className="btn" onClick={() => client.invalidateQueries({ queryKey: ['audit'] })}>
          {t('audit.again')}
        </button>
      }
    >
      {isLoading ? null : <Trail metas={metas} search={search} change={change} />}
    </Page>
  );
}

function Trail({ metas, search, change }: { metas: ResourceMeta[]; search: Search; change: Change }) {
  const index = useIndex();
  const names = useNames();
  const meta = metas.find(({ name }) => name === search.kind);
  const isOne = meta !== undefined && Boolean(search.row);
  const reach = Number(search.reach ?? REACH);
  const most = Number(search.most ?? ROWS);
  const latest = useTrail(isOne ? [] : meta ? [meta] : metas, reach, most);
  const one = useTrailOf(meta, search.row ?? '');
  const trail = isOne ? one : latest;
  const entries = trail.entries.filter(fitting(search));
  const earliest = trail.entries.at(-1);
  const further = () => change(trail.hasUnread ? { most: `${most * FURTHER}` } : { reach: `${reach * FURTHER}` });
  const seen = trail.isWhole || !earliest ? t('audit.whole') : t('audit.reaches', { when: instant(earliest.at) });
  return (
    <>
      <Narrow metas={metas} entries={trail.entries} names={names} search={search} change={change} />
      {trail.problem ? <Notice bad>{trail.problem.message}</Notice> : null}
      {entries.length > 0 ? <Entries entries={entries} names={names} index={index} /> : null}
      <footer className="flex flex-wrap items-center gap-3 text-ink-2" aria-live="polite">
        {trail.isLoading ? t('list.loading') : `${t('audit.count', { count: entries.length })} ${seen}`}
        {trail.isWhole ? null : (
          <button type="button" className="btn" disabled={trail.isLoading} onClick={further}>
            {t('audit.further')}
          </button>
        )}
      </footer>
    </>
  );
}

/** Members by their address, where this user may know them. */
function useNames(): Map<string, string> {
  const { data } = useQuery({
    queryKey: ['members', 'names'],
    queryFn: async () => (await call<components['schemas']['Members']>('/api/v1/members/')).data.results,
  });
  return new Map(data?.map(({ email, name }) => [email, name || email]));
}

/** A day of this device's clock, as the times are shown. */
const dayOf = (at: string) => new Intl.DateTimeFormat('sv').format(new Date(at));

const fitting =
  ({ who, what, from, to }: Search) =>
  ({ email, name, at }: Entry): boolean =>
    (!who || (email ?? PROGRAM) === who) &&
    (!what || deedOf(name) === what) &&
    (!from || dayOf(at) >= from) &&
    (!to || dayOf(at) <= to);

type NarrowProps = {
  metas: ResourceMeta[];
  entries: Entry[];
  names: Map<string, string>;
  search: Search;
  change: Change;
};

function Narrow({ metas, entries, names, search, change }: NarrowProps) {
  const index = useIndex();
  const { kind = '', row = '', who = '', what = '' } = search;
  const people = new Set([...names.keys(), ...entries.flatMap(({ email }) => email ?? []), ...(who ? [who] : [])]);
  people.delete(PROGRAM);
  const deeds = new Set([...entries.map(({ name }) => deedOf(name)), ...(what ? [what] : [])]);
  const ask = (name: string) => (value: string) => change({ [name]: value.trim() });
  return (
    <div className="grid grid-cols-2 items-end gap-3 md:grid-cols-3 xl:grid-cols-6">
      <Choice name="kind" value={kind} onChange={(kind) => change({ kind, row: '' })}>
        {metas.map(({ name, label_plural }) => (
          <option key={name} value={name}>
            {label_plural}
          </option>
        ))}
      </Choice>
      <Field id="audit-row" label={t('audit.row')}>
        <input
          id="audit-row"
          key={`${kind} ${row}`}
          className="input"
          disabled={!kind}
          placeholder={t(kind ? 'audit.rowHint' : 'audit.rowFirst')}
          defaultValue={row}
          onBlur={(event) => ask('row')(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && ask('row')(event.currentTarget.value)}
        />
      </Field>
      <Choice name="who" value={who} onChange={ask('who')}>
        {[...people].map((email) => (
          <option key={email} value={email}>
            {names.get(email) ?? email}
          </option>
        ))}
        <option value={PROGRAM}>{t('history.program')}</option>
      </Choice>
      <Choice name="what" value={what} onChange={ask('what')}>
        {[...deeds].sort().map((deed) => (
          <option key={deed} value={deed}>
            {deedWords(index, deed)}
          </option>
        ))}
      </Choice>
      {['from', 'to'].map((name) => (
        <Field key={name} id={`audit-${name}`} label={t(`audit.${name}`)}>
          <input
            id={`audit-${name}`}
            type="date"
            className="input"
            value={search[name] ?? ''}
            onChange={(event) => ask(name)(event.target.value)}
          />
        </Field>
      ))}
    </div>
  );
}

type ChoiceProps = { name: string; value: string; onChange: (value: string) => void; children: ReactNode };

const Choice = ({ name, value, onChange, children }: ChoiceProps) => (
  <Field id={`audit-${name}`} label={t(`audit.${name}`)}>
    <select id={`audit-${name}`} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t(`audit.${name}.all`)}</option>
      {children}
    </select>
  </Field>
);

type EntriesProps = { entries: Entry[]; names: Map<string, string>; index: MetaIndex };

function Entries({ entries, names, index }: EntriesProps) {
  return (
    <div className="sheet-box">
      <table className="sheet" aria-label={t('audit.title')}>
        <thead>
          <tr>
            {['when', 'who', 'what', 'record', 'changes'].map((name) => (
              <th key={name} scope="col">
                {t(`audit.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.seq} ${entry.id}`} className="align-top">
              <td className="!py-1">{instant(entry.at)}</td>
              <td className="!py-1">{entry.email ? (names.get(entry.email) ?? entry.email) : t('history.program')}</td>
              <td className="!py-1">{deedWords(index, deedOf(entry.name))}</td>
              <td className="words min-w-44">
                <span className="text-ink-2">{entry.meta.label}</span> <RecordLink entry={entry} />
              </td>
              <td className="words w-2/5 min-w-72">
                <Changed entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Leads to the record; to all that happened to it, where it is gone. */
function RecordLink({ entry: { meta, id, row, isGone } }: { entry: Entry }) {
  const place = isGone ? `/audit?kind=${meta.name}&row=${encodeURIComponent(id)}` : placeOf(meta, { ...row, id });
  const name = <bdi>{titleOf(meta, row)}</bdi>;
  return place ? <Link to={place}>{name}</Link> : name;
}

/** So many changes are read at a glance; more of them are opened. */
const AT_A_GLANCE = 2;

function Changed({ entry: { meta, row, changes } }: { entry: Entry }) {
  // A document is never changed: its amount says more than a list of its fields.
  if (changes.length === 0) return <Amounts meta={meta} row={row} />;
  if (changes.length <= AT_A_GLANCE) return changes.map((one) => <Brief key={one.field} meta={meta} change={one} />);
  return (
    <details>
      <summary className="cursor-pointer text-accent">{t('audit.fields', { count: changes.length })}</summary>
      <Changes meta={meta} changes={changes} />
    </details>
  );
}

function Brief({ meta, change: { field, before, after } }: { meta: ResourceMeta; change: FieldChange }) {
  const known = fieldOf(meta, field) ?? { name: field, label: field, type: 'text' };
  const text = (value: unknown) => shown({ ...known, name: 'value' }, { value }) || '–';
  return (
    <p>
      <span className="text-ink-2">{known.label}</span> <bdi>{text(before)}</bdi> → <bdi>{text(after)}</bdi>
    </p>
  );
}

function Amounts({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const amounts = meta.fields.filter((field) => field.type === 'money' && field.list?.shown && shown(field, row));
  return amounts.map((field) => `${field.label} ${shown(field, row)}`).join(' · ');
}
