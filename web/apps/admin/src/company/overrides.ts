import { t } from '@sanduk/i18n';
import { type Row, register } from '@sanduk/resource';
import { type ComponentType, lazy } from 'react';
import { showOnce } from './shown-once';

/** A part that is loaded when it is shown first. */
const later = <Name extends string, Props>(load: () => Promise<Record<Name, ComponentType<Props>>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

register('identity.member.add', { command: later(() => import('./member-add'), 'AddMember') });
register('members', { detail: later(() => import('./member'), 'MemberPage') });
register('roles', { detail: later(() => import('./role'), 'RolePage') });
register('messages', { detail: later(() => import('./message'), 'MessagePage') });
register('hook-messages', { detail: later(() => import('./hook-message'), 'HookMessagePage') });
register('approval-requests', { detail: later(() => import('./approval'), 'ApprovalPage') });

const EVENTS = { type: 'reference', to: 'webhook-events' };
const TICKED_EVENTS = { events: { ...EVENTS, ticked: true } };

/** Secrets and addresses of doors are in one answer only. */
async function showSecret({ secret, path }: Row): Promise<void> {
  const told = { [t('webhooks.secret')]: secret, [t('webhooks.address')]: path && `${location.origin}${path}` };
  const values = Object.entries(told).flatMap(([label, value]) => (value ? [{ label, value: String(value) }] : []));
  if (values.length > 0) await showOnce(t('webhooks.keep'), values);
}

register('webhooks.subscription.create', { fields: TICKED_EVENTS, done: showSecret });
register('webhooks.subscription.update', { fields: TICKED_EVENTS });
register('webhooks.subscription.rotate', { done: showSecret });
register('webhooks.door.open', { fields: { source: { type: 'reference', to: 'inbound-sources' } }, done: showSecret });
register('webhook-subscriptions', { detail: later(() => import('./deliveries'), 'SubscriptionPage') });

const understood = later(() => import('./previews'), 'UnderstoodPreview');
register('notification-rules', { fields: { event: EVENTS }, preview: understood });
register('custom-fields', { preview: understood });
register('approval-policies', {
  fields: { command: { type: 'reference', to: 'approvable-commands' } },
  note: later(() => import('./policy-note'), 'PolicyNote'),
});
register('notification-templates', {
  fields: { event: EVENTS },
  preview: later(() => import('./previews'), 'TemplatePreview'),
});
register('number-series', { preview: later(() => import('./previews'), 'SeriesPreview') });
