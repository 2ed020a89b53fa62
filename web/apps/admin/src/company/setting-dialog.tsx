import { t } from '@sanduk/i18n';
import { Box, bodyOf, mistakeOf, plain, textOf } from '@sanduk/resource/parts';
import { Dialog, Field, Notice, say } from '@sanduk/ui';
import { type FormEvent, useState } from 'react';
import { SaveButtons } from './save-buttons';
import { useSend, wrongAt, wrongBeside } from './send';
import { fieldOfSetting, type Setting, settingText } from './setting-value';

type Props = { setting: Setting; site: string; onClose: () => void };
type Level = Setting['may_choose'][number];

/** The level whose choice counts already, else the widest that may be chosen; at a site, the site. */
function usualLevel({ source, may_choose: levels }: Setting, site: string): Level {
  if (source && levels.includes(source)) return source;
  return site && levels.includes('site') ? 'site' : (levels[0] ?? 'company');
}

/** Chooses the value of a setting, and for whom. What a secret is, is typed but never shown. */
export function SettingDialog({ setting, site, onClose }: Props) {
  const { send, problem, isBusy } = useSend('settings');
  const field = fieldOfSetting(setting);
  const isSecret = setting.kind === 'secret';
  const levels = setting.may_choose.filter((level) => level !== 'site' || site);
  const [level, setLevel] = useState(usualLevel(setting, site));
  const [value, setValue] = useState(isSecret ? '' : textOf(setting.value));
  const [mistake, setMistake] = useState<string>();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = isSecret ? undefined : mistakeOf(field, value);
    setMistake(wrong);
    if (wrong) return;
    const typed = bodyOf([field], { value: plain(field, value) }).value;
    const body = { value: typed, level, ...(level === 'site' ? { site } : {}) };
    const isSame = level === setting.source && setting.version;
    const ifMatch = isSame ? `"${setting.version}"` : undefined;
    if (!(await send(`/api/v1/settings/${setting.name}/`, { method: 'PUT', body, ifMatch }))) return;
    say(t('form.saved'));
    onClose();
  };
  const others = wrongBeside(problem, ['value']);
  return (
    <Dialog open onClose={onClose} title={setting.label} focus="setting-value">
      <form className="grid gap-3 p-4" onSubmit={save}>
        {others ? <Notice bad>{others}</Notice> : null}
        <p className="text-ink-2">{setting.help}</p>
        <Field
          id="setting-value"
          label={t('settings.value')}
          error={mistake ?? wrongAt(problem, 'value')}
          help={isSecret ? t('settings.secretHelp') : t('settings.usual', { value: usual(setting) })}
        >
          {isSecret ? (
            <input
              id="setting-value"
              type="password"
              className="input"
              autoComplete="new-password"
              required
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          ) : (
            <Box
              field={field}
              id="setting-value"
              value={value}
              onChange={setValue}
              invalid={wrongAt(problem, 'value') !== undefined}
              describedBy="setting-value-note"
            />
          )}
        </Field>
        {levels.length > 1 ? (
          <Field id="setting-level" label={t('settings.forWhom')}>
            <select
              id="setting-level"
              className="input"
              value={level}
              onChange={(event) => setLevel(event.target.value as Level)}
            >
              {levels.map((name) => (
                <option key={name} value={name}>
                  {t(`settings.level.${name}`)}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
        <SaveButtons isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

const usual = (setting: Setting) => settingText(setting, setting.default) || t('settings.empty');
