import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { type MetaIndex, may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { byModule, moduleName } from './modules';
import { Page } from './page';
import { useSend } from './send';

type Permission = components['schemas']['ScopedPermission'];
type Scope = Permission['scopes'][number];
/** What a role has: names and patterns of permissions, each with the rows that it covers. */
type Granted = Map<string, Scope>;
type Change = (permission: string, scope: Scope | undefined) => void;

const OWNER = 'owner';
const EVERYTHING = '*';
const COLUMNS = ['view', 'create', 'update', 'delete'];

const grantedTo = (row: Row): Granted => {
  const given = row.permissions as { permission: string; scope?: Scope }[];
  return new Map(given.map(({ permission, scope = 'all' }) => [permission, scope]));
};

/** The permissions of a role by module: what is ticked one by one, and what a pattern covers. */
export function RolePage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('roles');
  const [granted, setGranted] = useState(() => grantedTo(row));
  const [isDirty, setDirty] = useState(false);
  const permissions = useQuery({
    queryKey: ['permissions'],
    queryFn: async () => (await call<{ permissions: Permission[] }>('/api/v1/permissions/')).data.permissions,
  });
  const isFixed = row.code === OWNER || !may(index, 'identity.role.change');
  const change: Change = (permission, scope) => {
    const next = new Map(granted);
    if (scope) next.set(permission, scope);
    else next.delete(permission);
    setGranted(next);
    setDirty(true);
  };
  const save = async () => {
    const body = { permissions: [...granted].map(([permission, scope]) => ({ permission, scope })) };
    if (!(await send(`/api/v1/roles/${row.code}/`, { method: 'PATCH', body }))) return;
    setDirty(false);
    say(t('form.saved'));
  };
  const trouble = problem ?? permissions.error;
  const all = permissions.data ?? [];
  const shared = { granted, change, isFixed };
  return (
    <Page
      title={String(row.name)}
      sub={String(row.code)}
      back={{ label: meta.label_plural, to: '/r/roles' }}
      actions={
        isFixed ? null : (
          <button type="button" className="btn primary" disabled={!isDirty || isBusy} onClick={save}>
            {t('form.save')}
          </button>
        )
      }
    >
      {trouble ? <Notice bad>{trouble.message}</Notice> : null}
      <section className="panel">
        <h2>{t('role.everywhere')}</h2>
        <div className="flex flex-wrap gap-x-6 gap-y-1 p-3">
          {patternsOf(granted).map((pattern) => (
            <Tick key={pattern} permission={pattern} label={patternWords(pattern)} {...shared} />
          ))}
        </div>
      </section>
      {byModule(all, ({ permission }) => permission.split('.')[0] ?? '').map(([module, rows]) => (
        <Module key={module} module={module} permissions={rows} {...shared} />
      ))}
    </Page>
  );
}

/** Everything, each action everywhere that people ask for, and what else this role has of the kind. */
function patternsOf(granted: Granted): string[] {
  const own = [...granted.keys()].filter((name) => name.startsWith('*.') || /\..*\.\*$/.test(name));
  return [...new Set([EVERYTHING, '*.view', ...own])];
}

const patternWords = (pattern: string) =>
  pattern === EVERYTHING ? t('role.all') : pattern === '*.view' ? t('role.see') : pattern;

/** The pattern of the role by which it has a permission that it does not name. */
function coveredBy(granted: Granted, permission: string): string | undefined {
  const covers = (pattern: string) =>
    pattern !== permission &&
    (pattern === EVERYTHING ||
      (pattern.endsWith('.*') && permission.startsWith(pattern.slice(0, -1))) ||
      (pattern.startsWith('*.') && permission.endsWith(pattern.slice(1))));
  return [...granted.keys()].find(covers);
}

type Shared = { granted: Granted; change: Change; isFixed: boolean };

function Module({ module, permissions, ...shared }: Shared & { module: string; permissions: Permission[] }) {
  const index = useIndex();
  const things = byModule(permissions, ({ permission }) => permission.split('.').slice(0, 2).join('.'));
  const count = permissions.filter(({ permission }) => has(shared.granted, permission)).length;
  return (
    <details className="panel" open={count > 0 && count < permissions.length}>
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 px-3 py-2 font-semibold">
        {moduleName(module)}
        <span className="font-normal text-ink-2">{t('role.some', { count, all: permissions.length })}</span>
      </summary>
      <div className="border-t border-line px-3 py-1">
        <Tick permission={`${module}.*`} label={t('role.module', { name: moduleName(module) })} {...shared} />
      </div>
      <div className="sheet-box rounded-t-none border-x-0 border-b-0">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">{t('role.thing')}</th>
              {COLUMNS.map((verb) => (
                <th key={verb} scope="col">
                  {t(`role.${verb}`)}
                </th>
              ))}
              <th scope="col">{t('role.others')}</th>
            </tr>
          </thead>
          <tbody>
            {things.map(([thing, rows]) => (
              <tr key={thing}>
                <td className="font-medium">{thingName(index, thing)}</td>
                {COLUMNS.map((verb) => (
                  <td key={verb}>
                    <Cells of={rows.filter(({ permission }) => permission === `${thing}.${verb}`)} {...shared} />
                  </td>
                ))}
                <td>
                  <Cells of={rows.filter((one) => !COLUMNS.includes(verbOf(one)))} isNamed {...shared} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const has = (granted: Granted, permission: string) =>
  granted.has(permission) || coveredBy(granted, permission) !== undefined;

const verbOf = ({ permission }: Permission) => permission.split('.')[2] ?? '';
const words = (name: string) => name.replaceAll('_', ' ');

const verbName = (permission: Permission) =>
  t(`role.verb.${verbOf(permission)}`, { defaultValue: words(verbOf(permission)) });

function thingName(index: MetaIndex, thing: string): string {
  const noun = thing.split('.')[1] ?? thing;
  const list = index.resources.find(({ view }) => view === `${thing}.view`);
  return list?.label_plural ?? t(`role.noun.${noun}`, { defaultValue: words(noun) });
}

function Cells({ of, isNamed = false, ...shared }: Shared & { of: Permission[]; isNamed?: boolean }) {
  const { commands } = useIndex();
  return (
    <div className={`flex flex-wrap gap-x-4 ${isNamed ? 'min-w-80' : ''}`}>
      {of.map((one) => {
        const command = commands.find(({ name }) => name === one.permission);
        const label = isNamed ? (command?.label ?? verbName(one)) : '';
        return <Tick key={one.permission} permission={one.permission} label={label} scopes={one.scopes} {...shared} />;
      })}
    </div>
  );
}

type TickProps = Shared & { permission: string; label: string; scopes?: Scope[] };

/** One permission or pattern, and where the role has it by its name, the rows that it covers. */
function Tick({ permission, label, scopes = ['all'], granted, change, isFixed }: TickProps) {
  const pattern = coveredBy(granted, permission);
  const scope = granted.get(permission);
  return (
    <span className="flex items-center gap-2">
      <label className="tick min-h-(--row)" title={pattern ? t('role.covered', { pattern }) : permission}>
        <input
          type="checkbox"
          aria-label={label ? undefined : permission}
          checked={pattern !== undefined || scope !== undefined}
          disabled={isFixed || (pattern !== undefined && scope === undefined)}
          onChange={(event) => change(permission, event.target.checked ? 'all' : undefined)}
        />
        {label}
      </label>
      {scope && (scopes.length > 1 || scope !== 'all') ? (
        <select
          className="input !h-6 !w-auto !px-1"
          aria-label={t('role.scope', { permission })}
          value={scope}
          disabled={isFixed}
          onChange={(event) => change(permission, event.target.value as Scope)}
        >
          {[...new Set([...scopes, scope])].map((one) => (
            <option key={one} value={one}>
              {t(`role.scope.${one}`)}
            </option>
          ))}
        </select>
      ) : null}
    </span>
  );
}
