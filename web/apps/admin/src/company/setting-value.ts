import type { components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import type { FieldMeta } from '@sanduk/resource';
import { shown } from '@sanduk/resource/parts';

export type Setting = components['schemas']['SettingOut'] & { value: unknown; default: unknown };

const LONG = 300;
const TYPES: Record<string, string> = { decimal: 'number', secret: 'text' };

/** A setting as a field of a form. */
export function fieldOfSetting(setting: Setting): FieldMeta {
  const isLong = setting.kind === 'text' && (setting.max_length ?? 0) > LONG;
  return {
    name: 'value',
    label: setting.label,
    type: isLong ? 'long_text' : (TYPES[setting.kind] ?? setting.kind),
    required: setting.kind === 'choice',
    choices: setting.choices.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    ...(setting.max_length ? { max: setting.max_length } : {}),
  };
}

export function settingText(setting: Setting, value: unknown): string {
  if (setting.kind === 'secret') return t(value === 'set' ? 'settings.set' : 'settings.notSet');
  return shown(fieldOfSetting(setting), { value });
}
