import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { instant } from '@sanduk/resource/parts';
import { Dialog, Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useSend } from './send';
import { type Setting, settingText } from './setting-value';

type Change = components['schemas']['SettingChangeOut'] & { before: unknown; value: unknown };

/** What was chosen for a setting before, to be put back. */
export function SettingHistory({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const { send, problem, isBusy } = useSend('settings');
  const path = `/api/v1/settings/${setting.name}/`;
  const history = useQuery({
    queryKey: ['settings', 'history', setting.name],
    queryFn: async () => (await call<{ results: Change[] }>(`${path}history/`)).data.results,
  });
  const restore = async ({ id }: Change) => {
    if (await send(`${path}restore/`, { body: { change: id } })) say(t('form.saved'));
  };
  const text = (value: unknown) => (value === null ? t('settings.inherited') : settingText(setting, value));
  const trouble = problem ?? history.error;
  return (
    <Dialog open onClose={onClose} title={`${t('more.history')}: ${setting.label}`} className="w-[min(820px,94vw)]">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-4">
        {trouble ? <Notice bad>{trouble.message}</Notice> : null}
        {history.data?.length === 0 ? <p>{t('settings.never')}</p> : null}
        {history.data?.length ? (
          <div className="sheet-box">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">{t('settings.when')}</th>
                  <th scope="col">{t('settings.who')}</th>
                  <th scope="col">{t('settings.forWhom')}</th>
                  <th scope="col">{t('history.before')}</th>
                  <th scope="col">{t('history.after')}</th>
                  <th scope="col">
                    <span className="sr-only">{t('settings.restore')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {history.data.map((change) => (
                  <tr key={change.id}>
                    <td>{instant(change.at)}</td>
                    <td>{change.email ?? t('history.program')}</td>
                    <td>{change.site ?? t(`settings.level.${change.level}`)}</td>
                    <td className="words text-ink-2">{text(change.before)}</td>
                    <td className="words">{text(change.value)}</td>
                    <td>
                      {setting.may_choose.includes(change.level) ? (
                        <button type="button" className="btn quiet" disabled={isBusy} onClick={() => restore(change)}>
                          {t('settings.restore')}
                        </button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        <button type="button" className="btn justify-self-end" onClick={onClose}>
          {t('form.close')}
        </button>
      </div>
    </Dialog>
  );
}
