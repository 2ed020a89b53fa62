import { t } from '@sanduk/i18n';
import { forget, keysOf, remember, remembered } from '@sanduk/ui';
import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Values } from './form-values';
import { useIndex } from './session';
import { instant } from './value';

type Draft<Kept> = { at: string; kept: Kept };

const PAUSE = 300;
const DAYS = 30;

/** The name of a page's hold on its draft: the browser lets go of it when the page is gone, however it went. */
const hold = (key: string) => `sanduk.${key}`;

/** The latest draft below `place` whose page is gone. Those that nobody has come back for are thrown away. */
async function left<Kept>(place: string): Promise<[string, Draft<Kept>] | undefined> {
  const { held = [] } = await navigator.locks.query();
  const isOpen = new Set(held.map(({ name }) => name));
  const oldest = new Date(Date.now() - DAYS * 86_400_000).toISOString();
  const drafts = keysOf(place).flatMap((key): [string, Draft<Kept>][] => {
    const draft = remembered<Draft<Kept> | null>(key, null);
    if (draft && draft.at < oldest) forget(key);
    return !draft || draft.at < oldest || isOpen.has(hold(key)) ? [] : [[key, draft]];
  });
  return drafts.sort(([, a], [, b]) => b.at.localeCompare(a.at))[0];
}

type Content<Kept> = { pick: () => Kept; restore: (kept: Kept) => void };

/** Keeps what is typed on this device until it is saved or left on purpose, and puts back what a page that is gone has left. */
export function useDraft<Kept>(form: UseFormReturn<Values>, page: string, content: Content<Kept>): string | undefined {
  const { company, user } = useIndex();
  const [key] = useState(() => `draft.${company.slug}.${user.id}.${page}.${crypto.randomUUID()}`);
  const [since, setSince] = useState<string>();
  const latest = useRef(content);
  latest.current = content;
  const { isDirty } = form.formState;

  useEffect(() => {
    let letGo = () => {};
    const isHeld = new Promise<void>((done) => {
      letGo = done;
    });
    void navigator.locks.request(hold(key), () => isHeld);
    const putBack = async () => {
      const found = await left<Kept>(key.slice(0, key.lastIndexOf('.') + 1));
      if (!found || form.formState.isDirty) return;
      const [before, { at, kept }] = found;
      remember(key, found[1]);
      forget(before);
      latest.current.restore(kept);
      setSince(at);
    };
    void putBack();
    return () => {
      letGo();
      forget(key);
    };
  }, [key, form]);

  useEffect(() => {
    if (!isDirty) return;
    const keep = () => remember(key, { at: new Date().toISOString(), kept: latest.current.pick() });
    let timer = setTimeout(keep, PAUSE);
    const typed = form.watch(() => {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    });
    return () => {
      clearTimeout(timer);
      typed.unsubscribe();
      forget(key);
      setSince(undefined);
    };
  }, [key, form, isDirty]);
  return since;
}

/** Says that a draft has been put back, and offers to do without it. */
export function DraftNote({ since, onDrop }: { since: string | undefined; onDrop: () => void }) {
  if (!since) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-sm border border-line bg-accent-soft px-3 py-1"
    >
      <span>{t('draft.back', { when: instant(since) })}</span>
      <button type="button" className="btn quiet" onClick={onDrop}>
        {t('draft.drop')}
      </button>
    </div>
  );
}
