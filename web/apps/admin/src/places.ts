import { t } from '@sanduk/i18n';
import { may, useIndex } from '@sanduk/resource';

export type Place = { label: string; to: string };

/** Screens that are written by hand, and what has to be granted to whoever sees them. */
const SCREENS = [
  { label: 'settings.title', to: '/settings', needs: 'settings.setting.view' },
  { label: 'series.title', to: '/series', needs: 'ledger.series.view' },
  { label: 'audit.title', to: '/audit', needs: 'identity.member.view' },
  { label: 'approvals.title', to: '/approvals', needs: 'approvals.request.view' },
  { label: 'jobs.title', to: '/jobs', needs: 'jobs.job.view' },
];

/** Lists that the server's menu does not name. */
const LISTS = [
  'custom-fields',
  'import-runs',
  'exports',
  'webhook-subscriptions',
  'webhook-deliveries',
  'inbound-hooks',
  'hook-messages',
  'parked-events',
];

/** The screens that this user may see, and the lists beside them. */
export function usePlaces(): Place[] {
  const index = useIndex();
  const screens = SCREENS.filter(({ needs }) => may(index, needs)).map(({ label, to }) => ({ label: t(label), to }));
  const lists = LISTS.flatMap((name) => index.resources.find((resource) => resource.name === name) ?? []);
  return [...screens, ...lists.map(({ name, label_plural }) => ({ label: label_plural, to: `/r/${name}` }))];
}
