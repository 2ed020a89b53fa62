import { t } from '@sanduk/i18n';
import { count, Figure, useHome } from './tile';

export function Approvals() {
  const query = { mine: 'true', state: 'waiting', page_size: '1' };
  const asked = useHome<{ count: number }>('/api/v1/approval-requests/', query);
  const waiting = asked.data?.count ?? 0;
  return (
    <Figure
      title={t('home.approvals')}
      to="/r/approval-requests?mine=true&state=waiting"
      asked={asked}
      figure={count(waiting)}
      note={t(waiting > 0 ? 'home.approvalsHelp' : 'home.approvalsNone')}
    />
  );
}

export function Unread() {
  const asked = useHome<{ unread: number }>('/api/v1/notifications/unread-count/');
  const unread = asked.data?.unread ?? 0;
  return (
    <Figure
      title={t('home.unread')}
      to="/r/notifications?unread=true"
      asked={asked}
      figure={count(unread)}
      note={t(unread > 0 ? 'home.unreadHelp' : 'inbox.none')}
    />
  );
}
