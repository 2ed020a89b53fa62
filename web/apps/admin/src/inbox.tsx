import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { instant, useLive } from '@sanduk/resource';
import { Popover, say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

type Notification = {
  id: string;
  text: string;
  at: string;
  author_name: string | null;
  /** The resource and the id of what it is about. */
  record: string | null;
  row: string | null;
  is_read: boolean;
};

const PATH = '/api/v1/notifications/';
const LATEST = '8';
/** The server counts no further than one more than this. */
const MOST = 10_000;

/** The count of what is unread, in the top bar, and behind it the latest notifications. */
export function Inbox() {
  const client = useQueryClient();
  const { data: unread = 0 } = useQuery({
    queryKey: ['inbox', 'unread'],
    queryFn: async () => (await call<{ unread: number }>(`${PATH}unread-count/`)).data.unread,
  });
  const again = () => {
    void client.invalidateQueries({ queryKey: ['inbox'] });
    void client.invalidateQueries({ queryKey: ['home', `${PATH}unread-count/`] });
  };
  useLive('notifications', again);
  const mark = (path: string) =>
    call(`${PATH}${path}`, { body: {} }).then(again, (problem: Error) => say(problem.message));
  const label = unread > MOST ? t('inbox.many', { count: MOST }) : t('inbox.unread', { count: unread });
  return (
    <Popover label={unread > 0 ? label : t('inbox.title')} className={`btn quiet ${unread > 0 ? 'font-semibold' : ''}`}>
      {(close) => <Latest hasUnread={unread > 0} mark={mark} close={close} />}
    </Popover>
  );
}

type LatestProps = { hasUnread: boolean; mark: (path: string) => Promise<void>; close: () => void };

function Latest({ hasUnread, mark, close }: LatestProps) {
  const { data, error } = useQuery({
    queryKey: ['inbox', 'latest'],
    queryFn: async () => (await call<{ results: Notification[] }>(PATH, { query: { page_size: LATEST } })).data.results,
  });
  return (
    <section className="w-[min(380px,92vw)]" aria-label={t('inbox.title')}>
      <header className="flex items-center gap-2 border-b border-line px-3 py-1">
        <Link to="/r/$resource" params={{ resource: 'notifications' }} onClick={close}>
          {t('inbox.all')}
        </Link>
        <Link to="/me/notifications" onClick={close}>
          {t('inbox.choose')}
        </Link>
        <span className="flex-1" />
        <button type="button" className="btn quiet" disabled={!hasUnread} onClick={() => void mark('mark-all-read/')}>
          {t('inbox.readAll')}
        </button>
      </header>
      {error ? <p className="p-3 text-bad">{error.message}</p> : null}
      {data?.length === 0 ? <p className="p-3 text-ink-2">{t('inbox.none')}</p> : null}
      <ul>
        {data?.map((one) => (
          <Item key={one.id} one={one} mark={mark} close={close} />
        ))}
      </ul>
    </section>
  );
}

function Item({ one, mark, close }: { one: Notification } & Omit<LatestProps, 'hasUnread'>) {
  const read = () => (one.is_read ? undefined : void mark(`${one.id}/mark-read/`));
  const open = () => {
    read();
    close();
  };
  return (
    <li className="flex items-start gap-2 border-b border-line px-3 py-2 last:border-0">
      <div className={`min-w-0 flex-1 wrap-anywhere ${one.is_read ? 'text-ink-2' : 'font-medium'}`}>
        {one.record && one.row ? (
          <Link to="/r/$resource/$id" params={{ resource: one.record, id: one.row }} onClick={open}>
            {one.text}
          </Link>
        ) : (
          <p>{one.text}</p>
        )}
        <p className="text-xs font-normal text-ink-3">
          {[one.author_name, instant(one.at)].filter(Boolean).join(' · ')}
        </p>
      </div>
      {one.is_read ? null : (
        <button type="button" className="btn quiet" aria-label={t('inbox.readOne', { text: one.text })} onClick={read}>
          {t('inbox.read')}
        </button>
      )}
    </li>
  );
}
