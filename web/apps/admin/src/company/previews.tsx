import { t } from '@sanduk/i18n';
import { type Row, useIndex } from '@sanduk/resource';
import { today } from '@sanduk/resource/parts';
import { printed } from './number-pattern';

type Props = { typed: Row; answer: Row | undefined };
type Message = { subject: string; text: string; html: string | null };

/** What a template makes of an event as it could be. */
export function TemplatePreview({ answer }: Props) {
  const { messages = [] } = (answer?.effects ?? {}) as { messages?: Message[] };
  if (messages.length === 0) return <p className="text-ink-2">{t('previews.template')}</p>;
  return messages.map(({ subject, text, html }) => (
    <div key={subject + text} className="grid gap-2">
      <p className="font-semibold">{subject}</p>
      <p className="whitespace-pre-line">{text}</p>
      {html ? <pre className="max-h-60 overflow-auto text-xs whitespace-pre-wrap text-ink-2">{html}</pre> : null}
    </div>
  ));
}

/** Whether the server understands a formula or a condition; what it does not is told at the box. */
export const UnderstoodPreview = ({ answer }: Props) => (
  <p className={answer ? 'text-good' : 'text-ink-2'}>{t(answer ? 'previews.understood' : 'previews.notYet')}</p>
);

/** How the first number of a series looks. */
export function SeriesPreview({ typed, answer }: Props) {
  const now = today(useIndex());
  const day = String(typed.starts_on || now);
  const text = (name: string) => String(typed[name] ?? '');
  const pattern = { pattern: text('pattern'), digits: text('digits'), site: text('site') };
  if (!typed.pattern) return <p className="text-ink-2">{t('previews.series')}</p>;
  return (
    <p>
      {t('previews.number')}{' '}
      <b className="text-lg font-semibold">{printed(pattern, text('first_number'), day.slice(0, 4), day)}</b>
      {answer ? null : <span className="text-ink-2"> · {t('previews.notYet')}</span>}
    </p>
  );
}
