/** What a person has chosen on this device. Browsers may refuse to keep it, which takes nothing else away. */
export function remembered<T>(key: string, fallback: T): T {
  try {
    return (JSON.parse(localStorage.getItem(`sanduk.${key}`) ?? 'null') as T | null) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`sanduk.${key}`, JSON.stringify(value));
  } catch {
    // Without room nothing is kept.
  }
}

/** The names of what is kept and begins so. */
export function keysOf(beginning: string): string[] {
  try {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(`sanduk.${beginning}`));
    return own.map((key) => key.slice('sanduk.'.length));
  } catch {
    return [];
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`sanduk.${key}`);
  } catch {
    // What cannot be kept is forgotten already.
  }
}
