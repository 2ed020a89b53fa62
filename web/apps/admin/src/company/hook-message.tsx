import { call, type components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { instant } from '@sanduk/resource/parts';
import { Notice, SheetBox, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Page } from './page';
import { useSend } from './send';
import { stateColour, stateWords } from './states';

type Message = components['schemas']['HookMessage'];
type Content = components['schemas']['Content'];

/** What another system has told at a door, as it came, and what became of it. */
export function HookMessagePage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const index = useIndex();
  const message = row as unknown as Message;
  const { send, problem, isBusy } = useSend('hook-messages');
  const content = useQuery({
    queryKey: ['content', message.id],
    queryFn: async () => (await call<Content>(`/api/v1/hook-messages/${message.id}/content/`)).data,
  });
  const retry = async () => {
    if (await send(`/api/v1/hook-messages/${message.id}/retry/`, { body: {} })) say(t('hooks.retried'));
  };
  const failure = problem ?? content.error;
  return (
    <Page
      title={message.source}
      sub={message.unique_key}
      back={{ label: meta.label_plural, to: '/r/hook-messages?ordering=-id' }}
      actions={
        message.state !== 'waiting' && may(index, 'webhooks.hook_message.retry') ? (
          <button type="button" className="btn primary" disabled={isBusy} onClick={retry}>
            {t('hooks.retry')}
          </button>
        ) : null
      }
    >
      {failure ? <Notice bad>{failure.message}</Notice> : null}
      {message.problem ? <Notice bad>{message.problem}</Notice> : null}
      <section className="panel" aria-label={t('hooks.became')}>
        <h2>{t('hooks.became')}</h2>
        <dl className="details">
          <div>
            <dt>{t('webhooks.state')}</dt>
            <dd className={`font-semibold ${stateColour(message.state)}`}>{stateWords(meta, message.state)}</dd>
          </div>
          <div>
            <dt>{t('hooks.received')}</dt>
            <dd>{instant(message.received_at)}</dd>
          </div>
          <div>
            <dt>{t('webhooks.attempts')}</dt>
            <dd>{message.attempts}</dd>
          </div>
          {message.finished_at ? (
            <div>
              <dt>{t('hooks.finished')}</dt>
              <dd>{instant(message.finished_at)}</dd>
            </div>
          ) : null}
          {message.effect ? (
            <div>
              <dt>{t('jobs.outcome')}</dt>
              <dd>{message.effect}</dd>
            </div>
          ) : null}
        </dl>
      </section>
      {content.data ? <AsItCame content={content.data} /> : null}
    </Page>
  );
}

function AsItCame({ content: { url, headers, text, base64 } }: { content: Content }) {
  return (
    <section className="panel" aria-label={t('hooks.came')}>
      <h2>{t('hooks.came')}</h2>
      <div className="grid gap-3 p-3">
        <p className="wrap-anywhere">
          <bdi>{url}</bdi>
        </p>
        <SheetBox label={t('hooks.headers')}>
          <table className="sheet">
            <tbody>
              {headers.map(({ name, value }) => (
                <tr key={name + value}>
                  <th scope="row">{name}</th>
                  <td className="words">
                    <bdi>{value}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </SheetBox>
        <pre className="rounded-sm border border-line p-2 whitespace-pre-wrap wrap-anywhere">
          {text === null || text === undefined ? base64 : readable(text)}
        </pre>
      </div>
    </section>
  );
}

/** JSON line by line; everything else as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
