import type { components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { instant, More, ReferenceLink } from '@sanduk/resource/parts';
import { Notice, say } from '@sanduk/ui';
import { Page } from './page';
import { useSend } from './send';
import { stateColour, stateWords } from './states';

type Message = components['schemas']['Message'];

/** States from which a message may be sent again. */
const MISSED = new Set(['failed', 'undelivered']);

/** A message that was sent: its words, how far it has come, and another try. */
export function MessagePage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const index = useIndex();
  const message = row as unknown as Message;
  const { send, problem, isBusy } = useSend('messages');
  const resend = async () => {
    if (await send(`/api/v1/messages/${message.id}/resend/`, { body: {} })) say(t('messages.resent'));
  };
  return (
    <Page
      title={message.subject || t(`told.channel.${message.channel}`)}
      sub={message.recipient}
      back={{ label: meta.label_plural, to: '/r/messages?ordering=-id' }}
      actions={
        MISSED.has(message.state) && may(index, 'messages.message.resend') ? (
          <button type="button" className="btn primary" disabled={isBusy} onClick={resend}>
            {t('messages.resend')}
          </button>
        ) : null
      }
    >
      {problem ? <Notice bad>{problem.message}</Notice> : null}
      {message.problem ? <Notice bad>{message.problem}</Notice> : null}
      {message.may_be_double ? <Notice>{t('messages.double')}</Notice> : null}
      <section className="panel" aria-label={t('messages.way')}>
        <h2>{t('messages.way')}</h2>
        <Way message={message} meta={meta} />
      </section>
      <section className="panel" aria-label={t('messages.text')}>
        <h2>{t('messages.text')}</h2>
        <p className="p-3 whitespace-pre-line wrap-anywhere">{message.text}</p>
      </section>
      <More meta={meta} row={row} />
    </Page>
  );
}

function Way({ message, meta }: { message: Message; meta: ResourceMeta }) {
  const facts: [string, string | null | undefined][] = [
    ['channel', t(`told.channel.${message.channel}`)],
    ['attempts', String(message.attempts)],
    ['tried', message.attempted_at && instant(message.attempted_at)],
    ['sent', message.sent_at && instant(message.sent_at)],
    ['ended', message.ended_at && instant(message.ended_at)],
    ['notBefore', message.not_before && instant(message.not_before)],
    ['provider', message.provider],
    ['providerId', message.provider_id],
    ['template', message.template],
    ['cost', message.cost && `${message.currency ?? ''} ${message.cost}`],
    ['unclear', message.is_unclear ? t('value.yes') : null],
  ];
  return (
    <dl className="details">
      <div>
        <dt>{t('webhooks.state')}</dt>
        <dd className={`font-semibold ${stateColour(message.state)}`}>{stateWords(meta, message.state)}</dd>
      </div>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{t(`messages.${name}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ) : null,
      )}
      {message.record && message.row_id ? (
        <div>
          <dt>{t('messages.about')}</dt>
          <dd>
            <ReferenceLink resource={message.record} value={message.row_id} text={message.record} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}
