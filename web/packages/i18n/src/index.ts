import i18next from 'i18next';

/** The languages that are offered. */
export const LANGUAGES = { en: 'English', bn: 'বাংলা' };
/** English in a script from right to left: for those who build pages, and chosen by an address only. */
const MIRRORED = 'en-Arab';
export type Language = keyof typeof LANGUAGES | typeof MIRRORED;

const TEXTS: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./texts/en.json'),
  bn: () => import('./texts/bn.json'),
  [MIRRORED]: () => import('./mirrored'),
};

export const isLanguage = (name: string | null): name is Language => name !== null && name in TEXTS;

/** Loads the texts of one language alone. Another language is another start of the page. */
export async function start(name: Language): Promise<void> {
  const { default: translation } = await TEXTS[name]();
  await i18next.init({
    lng: name,
    fallbackLng: false,
    resources: { [name]: { translation } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = name;
  document.documentElement.dir = i18next.dir(name);
}

export const language = (): string => i18next.language;

/** In what way dates are written: that of this browser's region, which may be British or American, where it speaks the language of the page. */
export const dateLocale = (): string =>
  navigator.languages.find((name) => name.startsWith(`${language()}-`)) ?? language();

export const t = (key: string, values: Record<string, string | number> = {}): string => i18next.t(key, values);
