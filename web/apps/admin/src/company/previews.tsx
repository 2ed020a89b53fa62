import { t } from '@sanduk/i18n';
import { type Row, useIndex } from '@sanduk/resource';
import { today } from '@sanduk/resource/parts';

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

/** The first number of a series, as the server's description of patterns says. */
function exampleOf(typed: Row, day: string): string {
  const [year = '', month = ''] = (String(typed.starts_on ?? '') || day).split('-');
  const places: Record<string, string> = {
    year,
    yy: year.slice(2),
    years: `${year}-${String((Number(year) + 1) % 100).padStart(2, '0')}`,
    month,
    site: String(typed.site || t('previews.site')).toUpperCase(),
  };
  const pattern = String(typed.pattern ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
  return pattern + String(typed.first_number || 1).padStart(Number(typed.digits) || 0, '0');
}

/** How the first number of a series looks. */
export function SeriesPreview({ typed, answer }: Props) {
  const day = today(useIndex());
  if (!typed.pattern) return <p className="text-ink-2">{t('previews.series')}</p>;
  return (
    <p>
      {t('previews.number')} <b className="text-lg font-semibold">{exampleOf(typed, day)}</b>
      {answer ? null : <span className="text-ink-2"> · {t('previews.notYet')}</span>}
    </p>
  );
}
