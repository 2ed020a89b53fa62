import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { type Search, useIndex } from '@sanduk/resource';
import { instant, shown } from '@sanduk/resource/parts';
import { Notice } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Page } from './page';

type Request = components['schemas']['RequestOut'];

/** The lists of the inbox: what each asks of the server. */
const BOXES: Record<string, Search> = { mine: { mine: 'true' }, own: { own: 'true' }, all: {} };
/** No news are told of requests, so they are asked for again while the page is looked at. */
export const AGAIN = 10_000;
const BESIDE = ['approval-policies', 'approval-steps', 'approval-delegations'];

/** Requests that wait for me, and those that I have made. */
export function ApprovalsPage() {
  const index = useIndex();
  const { box = 'mine' } = useSearch({ from: '/inside/approvals' });
  const requests = useQuery({
    queryKey: ['approval-requests', box],
    queryFn: async () =>
      (await call<{ results: Request[] }>('/api/v1/approval-requests/', { query: BOXES[box] ?? {} })).data.results,
    refetchInterval: AGAIN,
  });
  const beside = index.resources.filter(({ name }) => BESIDE.includes(name));
  return (
    <Page
      title={t('approvals.title')}
      actions={beside.map(({ name, label_plural }) => (
        <Link key={name} className="btn" to="/r/$resource" params={{ resource: name }}>
          {label_plural}
        </Link>
      ))}
    >
      <nav className="tabs" aria-label={t('approvals.boxes')}>
        {Object.keys(BOXES).map((name) => (
          <Link
            key={name}
            to="/approvals"
            search={{ box: name }}
            className="tab"
            aria-current={box === name ? 'page' : undefined}
          >
            {t(`approvals.box.${name}`)}
          </Link>
        ))}
      </nav>
      {requests.error ? <Notice bad>{requests.error.message}</Notice> : null}
      {requests.data?.length === 0 ? <p className="text-ink-2">{t(`approvals.none.${box}`)}</p> : null}
      <ul className="panel empty:hidden">
        {requests.data?.map((request) => (
          <li key={request.id} className="border-b border-line last:border-b-0">
            <Link
              to="/r/$resource/$id"
              params={{ resource: 'approval-requests', id: request.id }}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3 py-2 text-ink hover:bg-hover hover:no-underline"
            >
              <span className="font-medium text-accent">{request.label}</span>
              <span>{request.maker_name}</span>
              {request.amount ? <span className="font-medium">{amountOf(request)}</span> : null}
              <span className="text-ink-2">{request.policy_name}</span>
              <span className="flex-1" />
              <span>{t(`approvals.state.${request.state}`)}</span>
              <span className="text-ink-3">{instant(request.asked_at)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

export const amountOf = ({ amount, currency }: Request) =>
  amount ? `${currency} ${shown({ name: 'amount', type: 'money' }, { amount })}` : '';
