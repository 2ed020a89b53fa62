import { t } from '@sanduk/i18n';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ResourceMeta, Row } from './meta';
import { placeOf } from './registry';

/** The pages of the rows that a list has shown last in this tab, in its order. */
const places = new Map<string, string[]>();

/** Remembers the order of a list, so that a row leads to the next one. */
export function useOrder(meta: ResourceMeta, rows: Row[]): void {
  useEffect(() => {
    places.set(
      meta.name,
      rows.flatMap((row) => placeOf(meta, row) ?? []),
    );
  }, [meta, rows]);
}

const KEYS = { PageUp: -1, PageDown: 1 } as const;

/** Leads from a row to those before and behind it in the list that one came from. Back still leads to the list. */
export function Neighbours({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const navigate = useNavigate();
  const order = places.get(meta.name) ?? [];
  const at = order.indexOf(placeOf(meta, row) ?? '');
  const placeAt = (step: number) => (at < 0 ? undefined : order[at + step]);

  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const to = event.altKey && event.key in KEYS ? placeAt(KEYS[event.key as keyof typeof KEYS]) : undefined;
      if (!to || document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      void navigate({ to, replace: true });
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  });

  if (at < 0 || order.length < 2) return null;
  const link = (label: string, to: string | undefined, keys: string) =>
    to ? (
      <Link to={to} replace aria-keyshortcuts={keys}>
        {label}
      </Link>
    ) : null;
  return (
    <>
      <span className="text-ink-2">{t('record.place', { at: at + 1, of: order.length })}</span>
      {link(t('record.before'), placeAt(-1), 'Alt+PageUp')}
      {link(t('record.after'), placeAt(1), 'Alt+PageDown')}
    </>
  );
}
