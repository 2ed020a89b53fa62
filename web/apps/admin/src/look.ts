import { t } from '@sanduk/i18n';
import { lookChanged, type MenuEntry, remember } from '@sanduk/ui';

/** How things look on this device: what `theme.js` reads before the first paint. */
const LOOKS = { theme: ['light', 'dark'], density: ['compact', 'comfortable', 'touch'], text: ['normal', 'large'] };

function entryOf(name: string, value: string): MenuEntry {
  const { dataset } = document.documentElement;
  return {
    label: t(`look.${value}`),
    checked: dataset[name] === value,
    run: () => {
      dataset[name] = value;
      remember(name, value);
      lookChanged();
    },
  };
}

export const looks = (): { label: string; entries: MenuEntry[] }[] =>
  Object.entries(LOOKS).map(([name, values]) => ({
    label: t(`look.${name}`),
    entries: values.map((value) => entryOf(name, value)),
  }));
