import { call, type components, type Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { fieldOf, makePaper, may, type ResourceMeta, type Row, useIndex } from '@sanduk/resource';
import { useLive } from '@sanduk/resource/parts';
import { Dialog, Field, Notice } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { SaveButtons } from './company/save-buttons';
import { useSend, wrongAt, wrongBeside } from './company/send';

type PrintOut = components['schemas']['PrintOut'];
type PaperSent = components['schemas']['PaperSent'];
type Message = components['schemas']['Message'];
type Document = { meta: ResourceMeta; row: Row };

/** The address of the customer or supplier whom a document is for, as far as this user may know it. */
async function addressOf({ meta, row }: Document): Promise<string> {
  if (meta.name === 'customers') return String(row.email ?? '');
  const field = fieldOf(meta, 'customer') ?? fieldOf(meta, 'party');
  const party = field && row[field.name];
  if (!field?.to || !party) return '';
  for (const list of [field.to, ...(field.also ?? [])]) {
    const found = await call<Row>(`/api/v1/${list}/${encodeURIComponent(String(party))}/`).catch(() => undefined);
    if (found) return String(found.data.email ?? '');
  }
  return '';
}

/** The paper of a document as it was printed before, else a new one. A statement is another one every day. */
async function paperOf({ meta, row }: Document): Promise<string> {
  const id = String(row.id);
  const query = { record: meta.name, row: id };
  const printed =
    meta.name === 'customers' ? [] : (await call<{ results: PrintOut[] }>('/api/v1/prints/', { query })).data.results;
  const latest = printed.filter(({ attachment, paper }) => attachment && paper !== 'escpos').at(-1);
  return latest?.id ?? (await makePaper(meta.name, id)).id;
}

/** Sends the paper of a document by e-mail, and says what becomes of it. */
export default function SendPaper({ meta, row, onClose }: Document & { onClose: () => void }) {
  const [sent, setSent] = useState<PaperSent>();
  const address = useQuery({ queryKey: ['address', meta.name, row.id], queryFn: () => addressOf({ meta, row }) });
  if (address.data === undefined) return null;
  return (
    <Dialog open onClose={onClose} title={t('send.title')} focus="send-to">
      {sent ? (
        <Outcome sent={sent} onClose={onClose} />
      ) : (
        <Letter meta={meta} row={row} address={address.data} onSent={setSent} onClose={onClose} />
      )}
    </Dialog>
  );
}

type LetterProps = Document & { address: string; onSent: (sent: PaperSent) => void; onClose: () => void };

function Letter({ meta, row, address, onSent, onClose }: LetterProps) {
  const { send, problem, isBusy } = useSend('messages', 'files');
  const [to, setTo] = useState(address);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Problem>();
  const [isMaking, setMaking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMaking(true);
    setFailure(undefined);
    try {
      const paper = await paperOf({ meta, row });
      const body = { ...(to.trim() ? { to: to.trim() } : {}), ...(text.trim() ? { text } : {}) };
      const answer = await send<PaperSent>(`/api/v1/prints/${paper}/send/`, { body });
      if (answer) onSent(answer.data);
    } catch (error) {
      setFailure(error as Problem);
    } finally {
      setMaking(false);
    }
  };
  const wrong = failure ?? problem;
  const others = wrongBeside(wrong, ['to', 'text']);
  const wrongTo = wrongAt(wrong, 'to');
  return (
    <form className="grid gap-3 p-4" noValidate onSubmit={submit}>
      {wrong?.code === 'no_mail_server' ? <NoServer /> : others ? <Notice bad>{others}</Notice> : null}
      <Field id="send-to" label={t('send.to')} error={wrongTo}>
        <input
          id="send-to"
          type="email"
          className="input"
          autoComplete="email"
          aria-invalid={wrongTo !== undefined}
          aria-describedby={wrongTo ? 'send-to-note' : undefined}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
      <Field id="send-text" label={t('send.text')} error={wrongAt(wrong, 'text')} help={t('send.textHelp')}>
        <textarea
          id="send-text"
          className="input"
          rows={5}
          aria-describedby="send-text-note"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <SaveButtons isBusy={isMaking || isBusy} onClose={onClose} save={t('send.do')} />
    </form>
  );
}

function NoServer() {
  const index = useIndex();
  return (
    <Notice bad>
      {t('send.noServer')}{' '}
      {may(index, 'settings.setting.view') ? (
        <Link to="/settings" search={{ words: 'mail.' }}>
          {t('send.setUp')}
        </Link>
      ) : null}
    </Notice>
  );
}

const MISSED = new Set(['failed', 'undelivered']);
const ON_ITS_WAY = new Set(['queued', 'sending']);

/** What has become of the message until now. */
function Outcome({ sent, onClose }: { sent: PaperSent; onClose: () => void }) {
  const index = useIndex();
  const isSeen = may(index, 'messages.message.view');
  const message = useQuery({
    queryKey: ['messages', 'sent', sent.message],
    queryFn: async () => (await call<Message>(`/api/v1/messages/${sent.message}/`)).data,
    enabled: isSeen,
  });
  useLive(isSeen ? `messages/${sent.message}` : undefined, () => void message.refetch());
  const { state = 'queued', problem } = message.data ?? {};
  const { to } = sent;
  const isOnItsWay = ON_ITS_WAY.has(state);
  return (
    <div className="grid gap-3 p-4">
      {MISSED.has(state) || (problem && isOnItsWay) ? (
        <Notice bad>{t(isOnItsWay ? 'send.again' : 'send.failed', { to, problem: problem ?? '' })}</Notice>
      ) : (
        <Notice>{t(isOnItsWay ? 'send.onItsWay' : 'send.sent', { to })}</Notice>
      )}
      <div className="flex items-center justify-end gap-2">
        {isSeen ? (
          <Link className="btn" to="/r/$resource/$id" params={{ resource: 'messages', id: sent.message }}>
            {t('send.message')}
          </Link>
        ) : null}
        <button type="button" className="btn primary" onClick={onClose}>
          {t('form.close')}
        </button>
      </div>
    </div>
  );
}
