import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { DetailPage, instant, useLive } from '@sanduk/resource/parts';
import { Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSend } from './send';
import { stateColour } from './states';

type Delivery = components['schemas']['Delivery'];

const LATEST = '20';

/** A subscription with what it was told, as it is told. */
export function SubscriptionPage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('webhook-deliveries');
  const id = String(row.id);
  const search = { subscription: id, ordering: '-id' };
  const deliveries = useQuery({
    queryKey: ['webhook-deliveries', id],
    queryFn: async () => {
      const query = { ...search, page_size: LATEST };
      return (await call<{ results: Delivery[] }>('/api/v1/webhook-deliveries/', { query })).data.results;
    },
  });
  useLive('webhook-deliveries', () => void deliveries.refetch());
  const test = async () => {
    if (await send(`/api/v1/webhook-subscriptions/${id}/test/`, { body: {} })) say(t('webhooks.tested'));
  };
  const trouble = problem ?? deliveries.error;
  return (
    <DetailPage meta={meta} row={row}>
      <section aria-label={t('webhooks.deliveries')}>
        <div className="mb-1 flex flex-wrap items-center gap-3">
          <h2 className="font-semibold">{t('webhooks.deliveries')}</h2>
          <span className="flex-1" />
          <Link className="btn" to="/r/$resource" params={{ resource: 'webhook-deliveries' }} search={search}>
            {t('list.all')}
          </Link>
          {may(index, 'webhooks.subscription.test') ? (
            <button type="button" className="btn primary" disabled={isBusy} onClick={test}>
              {t('webhooks.test')}
            </button>
          ) : null}
        </div>
        {trouble ? <Notice bad>{trouble.message}</Notice> : null}
        {deliveries.data?.length === 0 ? <p className="text-ink-2">{t('webhooks.none')}</p> : null}
        {deliveries.data?.length ? <Log deliveries={deliveries.data} /> : null}
      </section>
    </DetailPage>
  );
}

const HEADS = ['event', 'state', 'tried', 'attempts', 'answer', 'took', 'problem', 'do'];

function Log({ deliveries }: { deliveries: Delivery[] }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('webhook-deliveries');
  const replay = async ({ id }: Delivery) => {
    if (await send(`/api/v1/webhook-deliveries/${id}/replay/`, { body: {} })) say(t('webhooks.replayed'));
  };
  return (
    <>
      {problem ? <Notice bad>{problem.message}</Notice> : null}
      <div className="sheet-box">
        <table className="sheet">
          <thead>
            <tr>
              {HEADS.map((name) => (
                <th key={name} scope="col">
                  {t(`webhooks.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {deliveries.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link to="/r/$resource/$id" params={{ resource: 'webhook-deliveries', id: one.id }}>
                    {one.event}
                  </Link>
                </td>
                <td className={one.state === 'failed' ? 'text-warn' : stateColour(one.state)}>
                  {t(`webhooks.state.${one.state}`)}
                </td>
                <td>{instant(one.tried_at)}</td>
                <td className="end">{one.attempts}</td>
                <td className="end">{one.status}</td>
                <td className="end">{one.milliseconds === null ? '' : `${one.milliseconds} ms`}</td>
                <td className="words min-w-40">{one.problem}</td>
                <td>
                  {may(index, 'webhooks.delivery.replay') ? (
                    <button
                      type="button"
                      className="btn quiet"
                      disabled={isBusy}
                      aria-label={`${t('webhooks.replay')}: ${one.event}`}
                      onClick={() => replay(one)}
                    >
                      {t('webhooks.replay')}
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
