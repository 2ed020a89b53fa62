import type { MetaIndex } from './meta';

/** The day at the company, whatever the clock of this device thinks of time zones. */
export function today({ company }: MetaIndex): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: company.timezone, dateStyle: 'short' }).format(new Date());
}
