import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, useIndex } from '@sanduk/resource';
import { Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { byModule, moduleName } from './company/modules';
import { Page } from './company/page';
import { useSend } from './company/send';
import { SettingDialog } from './company/setting-dialog';
import { type Setting, settingText } from './company/setting-value';

type Preference = components['schemas']['Preference'];
type Channel = Preference['channel'];
type Rule = components['schemas']['Rule'];
type Targets = components['schemas']['PushTargets'];

const CHANNELS: Channel[] = ['in_app', 'email', 'sms', 'whatsapp', 'push'];
const PREFERENCES = '/api/v1/notification-preferences/';

/** Of what one is told by which channel, when, and where one is pushed to. */
export function OwnNotificationsPage() {
  const index = useIndex();
  return (
    <Page title={t('told.title')} back={{ label: t('own.title'), to: '/me' }}>
      {may(index, 'notifications.preference.view') ? <Choices /> : null}
      <Ways />
      {may(index, 'messages.push_target.view') ? <PushTargets /> : null}
    </Page>
  );
}

const listed = async <T,>(path: string) => (await call<{ results: T[] }>(path)).data.results;

/** The events that there are, as far as this user may know: all, those of the rules, and those that were chosen before. */
function useEvents() {
  const index = useIndex();
  const chosen = useQuery({
    queryKey: ['notification-preferences', 'own'],
    queryFn: () => listed<Preference>(PREFERENCES),
  });
  const rules = useQuery({
    queryKey: ['notification-rules', 'told'],
    enabled: may(index, 'notifications.rule.view'),
    queryFn: () => listed<Rule>('/api/v1/notification-rules/'),
  });
  const known = useQuery({
    queryKey: ['webhook-events', 'names'],
    enabled: index.resources.some(({ name }) => name === 'webhook-events'),
    queryFn: () => listed<{ name: string }>('/api/v1/webhook-events/'),
  });
  const names = [
    known.data?.map(({ name }) => name),
    rules.data?.map(({ event }) => event),
    chosen.data?.map(({ event }) => event),
  ];
  return {
    events: [...new Set(names.flatMap((some) => some ?? []))],
    chosen: chosen.data ?? [],
    rules: rules.data,
    problem: chosen.error ?? rules.error ?? known.error,
    isLoading: chosen.isLoading || rules.isLoading || known.isLoading,
  };
}

const eventName = (event: string) => t(`event.${event}`, { defaultValue: event });

function Choices() {
  const mayChoose = may(useIndex(), 'notifications.preference.choose');
  const { events, chosen, rules, problem: trouble, isLoading } = useEvents();
  const { send, problem, isBusy } = useSend('notification-preferences');
  const isWanted = (event: string, channel: Channel) =>
    chosen.find((choice) => choice.event === event && choice.channel === channel)?.wanted ?? true;
  const choose = async (event: string, channel: Channel, wanted: boolean) => {
    if (await send(PREFERENCES, { body: { event, channel, wanted } })) say(t('form.saved'));
  };
  const isTold = (event: string, channel: Channel) =>
    rules?.some((rule) => rule.is_active && rule.event === event && rule[channel]);
  const failure = problem ?? trouble;
  return (
    <section className="panel">
      <h2>{t('told.choices')}</h2>
      <div className="grid gap-3 p-3">
        {events.length > 0 ? <p className="text-ink-2">{t('told.help')}</p> : null}
        {failure ? <Notice bad>{failure.message}</Notice> : null}
        {events.length === 0 && !isLoading ? <p className="text-ink-2">{t('told.none')}</p> : null}
        {events.length > 0 ? (
          <div className="sheet-box">
            <table className="sheet" aria-label={t('told.choices')}>
              <thead>
                <tr>
                  <th scope="col">{t('told.event')}</th>
                  {CHANNELS.map((channel) => (
                    <th key={channel} scope="col">
                      {t(`told.channel.${channel}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              {byModule(events, (event) => event.split('.')[0] ?? '').map(([name, some]) => (
                <tbody key={name}>
                  <tr className="strong">
                    <td colSpan={CHANNELS.length + 1}>{moduleName(name)}</td>
                  </tr>
                  {some.map((event) => (
                    <tr key={event}>
                      <td className="words min-w-44">{eventName(event)}</td>
                      {CHANNELS.map((channel) => (
                        <td key={channel}>
                          <label className="tick">
                            <input
                              type="checkbox"
                              aria-label={`${eventName(event)}: ${t(`told.channel.${channel}`)}`}
                              disabled={isBusy || !mayChoose}
                              checked={isWanted(event, channel)}
                              onChange={(change) => void choose(event, channel, change.target.checked)}
                            />
                            {isTold(event, channel) ? t('told.byRule') : null}
                          </label>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** The settings that a member chooses about being told: where to, when not, and collected or each by itself. */
function Ways() {
  const [changed, setChanged] = useState<Setting>();
  const settings = useQuery({
    queryKey: ['settings', 'told'],
    queryFn: () => listed<Setting>('/api/v1/settings/'),
    select: (all) =>
      all
        .filter(({ module, may_choose }) => module === 'notifications' && may_choose.includes('user'))
        // Chosen here for nobody else.
        .map((setting): Setting => ({ ...setting, may_choose: ['user'] })),
  });
  if (settings.error) return <Notice bad>{settings.error.message}</Notice>;
  if (!settings.data?.length) return null;
  return (
    <section className="panel">
      <h2>{t('told.ways')}</h2>
      <ul>
        {settings.data.map((setting) => (
          <li
            key={setting.name}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0 md:grid-cols-[minmax(0,1fr)_12rem_auto]"
          >
            <div>
              <h3 className="font-medium">{setting.label}</h3>
              <p className="text-xs text-ink-3">{setting.help}</p>
            </div>
            <div className="max-md:order-last">
              <p className="font-medium">
                <bdi>{settingText(setting, setting.value) || t('settings.empty')}</bdi>
              </p>
              <p className="text-xs text-ink-3">{t(`settings.from.${setting.source ?? 'default'}`)}</p>
            </div>
            <button
              type="button"
              className="btn"
              aria-label={`${t('settings.change')}: ${setting.label}`}
              onClick={() => setChanged(setting)}
            >
              {t('settings.change')}
            </button>
          </li>
        ))}
      </ul>
      {changed ? <SettingDialog setting={changed} site="" onClose={() => setChanged(undefined)} /> : null}
    </section>
  );
}

function PushTargets() {
  const { send, problem, isBusy } = useSend('push-targets');
  const told = useQuery({
    queryKey: ['push-targets'],
    queryFn: async () => (await call<Targets>('/api/v1/push-targets/')).data,
  });
  const forget = async (id: string) => {
    if (await send(`/api/v1/push-targets/${id}/`, { method: 'DELETE', body: {} })) say(t('form.deleted'));
  };
  const failure = problem ?? told.error;
  const targets = told.data?.targets ?? [];
  return (
    <section className="panel">
      <h2>{t('told.targets')}</h2>
      {failure ? <Notice bad>{failure.message}</Notice> : null}
      {told.data && targets.length === 0 ? (
        <p className="p-3 text-ink-2">{t(told.data.public_key ? 'told.noTargets' : 'told.noPush')}</p>
      ) : null}
      <ul>
        {targets.map(({ id, name, kind }) => (
          <li key={id} className="flex items-center gap-3 border-b border-line px-3 py-1 last:border-b-0">
            <span className="font-medium">{name}</span>
            <span className="text-ink-2">{t(`told.kind.${kind}`)}</span>
            <span className="flex-1" />
            <button
              type="button"
              className="btn quiet"
              disabled={isBusy}
              aria-label={`${t('told.forget')}: ${name}`}
              onClick={() => forget(id)}
            >
              {t('told.forget')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
