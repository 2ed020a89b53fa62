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
