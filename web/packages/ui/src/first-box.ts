import { type RefObject, useEffect } from 'react';

/** Who opens a form by key types on at once. A phone would cover half of it with its keyboard. */
export function useFirstBox(form: RefObject<HTMLElement | null>, isWanted = true): void {
  useEffect(() => {
    if (!isWanted || !matchMedia('(pointer: fine)').matches) return;
    form.current?.querySelector<HTMLElement>('input, select, textarea, [role=gridcell]')?.focus();
  }, [form, isWanted]);
}
