import { t } from '@sanduk/i18n';

export type Pattern = { pattern: string; digits: string; site?: string };

/** What begins the numbers anew, by the words of a pattern in which it stands. */
const ANEW = { month: /\{month\}/, year: /\{(year|yy|years)\}/ };

/** When numbers begin anew, and whether each site has its own. */
export function anewWords(pattern: string): string {
  const when = Object.entries(ANEW).find(([, word]) => word.test(pattern))?.[0] ?? 'never';
  const words = t(`series.anew.${when}`);
  return pattern.includes('{site}') ? `${words}, ${t('series.anew.site')}` : words;
}

/** What stands before a number, as the server's description of patterns says. */
export function prefixOf({ pattern, site = '' }: Pattern, year: string, day: string): string {
  const places: Record<string, string> = {
    year,
    yy: year.slice(2),
    years: `${year}-${String((Number(year) + 1) % 100).padStart(2, '0')}`,
    month: day.slice(5, 7),
    site: (site || t('previews.site')).toUpperCase(),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}

/** How a number is printed. */
export const printed = (pattern: Pattern, number: string, year: string, day: string): string =>
  prefixOf(pattern, year, day) + (number || '1').padStart(Number(pattern.digits) || 0, '0');
