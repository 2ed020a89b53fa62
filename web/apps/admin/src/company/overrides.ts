import { register } from '@sanduk/resource';
import { type ComponentType, lazy } from 'react';

/** A part that is loaded when it is shown first. */
const later = <Name extends string, Props>(load: () => Promise<Record<Name, ComponentType<Props>>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

register('identity.member.add', { command: later(() => import('./member-add'), 'AddMember') });
register('members', { detail: later(() => import('./member'), 'MemberPage') });
register('roles', { detail: later(() => import('./role'), 'RolePage') });
register('approval-requests', { detail: later(() => import('./approval'), 'ApprovalPage') });
