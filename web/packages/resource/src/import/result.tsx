import { language, t } from '@sanduk/i18n';
import { display } from '@sanduk/money';
import { Notice } from '@sanduk/ui';
import { Link } from '@tanstack/react-router';
import { useIndex } from '../session';
import type { ImportAnswer, Target } from './ask';

const COUNTS = ['created', 'updated', 'unchanged', 'repeated', 'waiting', 'refused'] as const;

/** How many rows came to what, or would. */
export function Counts({ answer }: { answer: ImportAnswer }) {
  const tense = answer.outcome === 'tried' || answer.outcome === 'refused' ? 'will' : 'did';
  return (
    <dl className="panel details shrink-0">
      {COUNTS.filter((name) => answer[name]).map((name) => (
        <div key={name}>
          <dt>{t(`import.${tense}.${name}`)}</dt>
          <dd className={`text-lg font-semibold ${name === 'refused' ? 'text-bad' : ''}`}>
            {display(String(answer[name]), language())}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ResultProps = { target: Target; answer: ImportAnswer; onAgain: () => void };

/** What became of the file, and where to look at it. */
export function Result({ target, answer, onAgain }: ResultProps) {
  const isWhole = answer.outcome === 'written';
  return (
    <>
      <Notice bad={!isWhole}>{t(`import.outcome.${answer.outcome}`)}</Notice>
      <Counts answer={answer} />
      {answer.errors.length > 0 ? <Errors answer={answer} /> : null}
      <div className="flex flex-wrap gap-2">
        <ListLink target={target} />
        <button type="button" className="btn" onClick={onAgain}>
          {t('import.otherFile')}
        </button>
      </div>
    </>
  );
}

function Errors({ answer }: { answer: ImportAnswer }) {
  return (
    <section className="sheet-box min-h-40" aria-label={t('import.errors')}>
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col" className="end">
              {t('import.line')}
            </th>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.wrong')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.errors.map(({ line, column, message }) => (
            <tr key={`${line} ${column} ${message}`}>
              <td className="end">{line}</td>
              <td>{column}</td>
              <td className="words">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {answer.more_errors > 0 ? (
        <p className="p-2 text-ink-2">{t('import.moreErrors', { count: answer.more_errors })}</p>
      ) : null}
    </section>
  );
}

/** The list that shows what was imported. */
function ListLink({ target }: { target: Target }) {
  const { resources } = useIndex();
  const list = resources.find(({ name }) => name === target.name || target.name.startsWith(`${name}-`));
  if (!list) return null;
  return (
    <Link className="btn primary" to="/r/$resource" params={{ resource: list.name }}>
      {list.label_plural}
    </Link>
  );
}
