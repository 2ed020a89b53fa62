import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type Search, useIndex } from '@sanduk/resource';
import { Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { byModule, moduleName } from './modules';
import { useSend } from './send';
import { SettingDialog } from './setting-dialog';
import { SettingHistory } from './setting-history';
import { type Setting, settingText } from './setting-value';

const ALL = '/api/v1/settings/';

/** Every setting with the value that counts, where that comes from, and what can be chosen instead. */
export function SettingsPage() {
  const search = useSearch({ from: '/inside/settings' });
  const { site = '', words = '' } = search;
  const settings = useQuery({
    queryKey: ['settings', site],
    queryFn: async ({ signal }) => (await call<{ results: Setting[] }>(ALL, { query: { site }, signal })).data.results,
  });
  const [changed, setChanged] = useState<Setting>();
  const [past, setPast] = useState<Setting>();
  const wanted = words.toLowerCase();
  const found = settings.data?.filter(({ label, help, name }) =>
    `${label} ${help} ${name}`.toLowerCase().includes(wanted),
  );
  const modules = byModule(found ?? [], ({ module }) => module);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="page-head">
        <h1 className="page-title">{t('settings.title')}</h1>
        <span className="flex-1" />
        <Narrow search={search} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
          {settings.error ? <Notice bad>{settings.error.message}</Notice> : null}
          {found?.length === 0 ? <p>{t('list.none')}</p> : null}
          {modules.map(([name, rows]) => (
            <section key={name} className="panel" aria-label={moduleName(name)}>
              <h2 className="flex items-center">{moduleName(name)}</h2>
              <Trial module={name} />
              <ul>
                {rows.map((setting) => (
                  <SettingRow
                    key={setting.name}
                    setting={setting}
                    site={site}
                    onChange={() => setChanged(setting)}
                    onHistory={() => setPast(setting)}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
      {changed ? <SettingDialog setting={changed} site={site} onClose={() => setChanged(undefined)} /> : null}
      {past ? <SettingHistory setting={past} onClose={() => setPast(undefined)} /> : null}
    </div>
  );
}

/** Which settings are shown, and at which site they count. */
function Narrow({ search }: { search: Search }) {
  const navigate = useNavigate();
  const index = useIndex();
  const sites = useQuery({
    queryKey: ['list', 'sites', 'names'],
    enabled: may(index, 'ledger.site.view'),
    queryFn: async () => (await call<{ results: { code: string; name: string }[] }>('/api/v1/sites/')).data.results,
  });
  const change = (changes: Search) =>
    void navigate({ to: '/settings', search: { ...search, ...changes }, replace: true });
  return (
    <>
      {sites.data?.length ? (
        <select
          className="input !w-44"
          aria-label={t('settings.at')}
          value={search.site ?? ''}
          onChange={(event) => change({ site: event.target.value })}
        >
          <option value="">{t('settings.everywhere')}</option>
          {sites.data.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
      <input
        type="search"
        className="input !w-44"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={search.words ?? ''}
        onChange={(event) => change({ words: event.target.value })}
      />
    </>
  );
}

type RowProps = { setting: Setting; site: string; onChange: () => void; onHistory: () => void };

function SettingRow({ setting, site, onChange, onHistory }: RowProps) {
  const { send, problem, isBusy } = useSend('settings');
  const { label, help, name, source, may_choose: levels, version } = setting;
  const isOwn = source !== null && source !== undefined && levels.includes(source);
  const takeBack = async () => {
    const body = { level: source, site: source === 'site' ? site : null };
    const asked = { method: 'DELETE', body, ifMatch: version ? `"${version}"` : undefined };
    if (await send(`${ALL}${name}/`, asked)) say(t('form.saved'));
  };
  return (
    <li className="grid items-start gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_20rem]">
      <div>
        <h3 className="font-medium">{label}</h3>
        <p className="text-xs text-ink-3">{help}</p>
      </div>
      <div>
        <p className="font-medium break-words whitespace-pre-line">
          <bdi>{settingText(setting, setting.value) || t('settings.empty')}</bdi>
        </p>
        <p className="text-xs text-ink-3">{t(`settings.from.${source ?? 'default'}`)}</p>
      </div>
      <div className="flex flex-wrap gap-1 md:justify-end">
        {isOwn ? (
          <button
            type="button"
            className="btn quiet"
            disabled={isBusy}
            onClick={takeBack}
            aria-label={`${takenBack(setting)}: ${label}`}
          >
            {takenBack(setting)}
          </button>
        ) : null}
        <button type="button" className="btn quiet" onClick={onHistory} aria-label={`${t('more.history')}: ${label}`}>
          {t('more.history')}
        </button>
        {levels.length > 0 ? (
          <button type="button" className="btn" onClick={onChange} aria-label={`${t('settings.change')}: ${label}`}>
            {t('settings.change')}
          </button>
        ) : null}
      </div>
      {problem ? (
        <div className="md:col-span-3">
          <Notice bad>{problem.message}</Notice>
        </div>
      ) : null}
    </li>
  );
}

const takenBack = ({ kind }: Setting) => t(kind === 'secret' ? 'settings.clear' : 'settings.inherit');

type Tried = { job?: components['schemas']['AwaitedJob']; to: string };
const PATIENCE = 'wait=10';

/** Tries what the settings of a module are about. */
function Trial({ module }: { module: string }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('jobs');
  const [tried, setTried] = useState<Tried>();
  const isMail = module === 'mail' && may(index, 'mail.server.test');
  const test = async () => {
    setTried(undefined);
    setTried((await send<Tried>('/api/v1/mail/test/', { body: {}, prefer: PATIENCE }))?.data);
  };
  if (module === 'messages' && may(index, 'messages.channel.test'))
    return (
      <p className="border-b border-line px-3 py-2">
        <Link className="btn" to="/c/$command" params={{ command: 'messages.channel.test' }}>
          {t('settings.testMessage')}
        </Link>
      </p>
    );
  if (!isMail) return null;
  const failure = problem?.message ?? tried?.job?.problem;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-2">
      <button type="button" className="btn" disabled={isBusy} onClick={test}>
        {t('settings.testMail')}
      </button>
      {failure ? <Notice bad>{failure}</Notice> : null}
      {tried && !failure ? <Notice>{tried.job?.effect ?? t('settings.testSent', { to: tried.to })}</Notice> : null}
    </div>
  );
}
