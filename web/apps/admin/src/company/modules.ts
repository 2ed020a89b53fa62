import { t } from '@sanduk/i18n';

/** What people call a part of the program; its own name where there is no other. */
export const moduleName = (name: string): string => t(`module.${name}`, { defaultValue: name });

/** Puts things that belong to modules together, in the order in which they come. */
export function byModule<T>(things: T[], moduleOf: (thing: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const name = moduleOf(thing);
    groups.set(name, [...(groups.get(name) ?? []), thing]);
  }
  return [...groups];
}
