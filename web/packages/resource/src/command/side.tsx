import type { Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import type { CommandMeta, Row } from '../meta';
import { Effects } from './effects';
import type { Preview } from './preview';

type SideProps = { command: CommandMeta; preview: Preview; last: Row | undefined; isFresh: boolean; isAsked: boolean };

/** What would happen, beside the form that asks for it. */
export function Side({ command, preview, last, isFresh, isAsked }: SideProps) {
  const state = isAsked ? t(isFresh ? 'preview.fresh' : 'preview.asking') : '';
  const effects = (preview.answer ?? last)?.effects as Record<string, Row[]> | undefined;
  const shown = preview.problem ? undefined : effects;
  return (
    <aside
      aria-label={t('preview.title')}
      className="min-h-0 overflow-auto border-line bg-surface max-lg:border-t lg:border-s"
    >
      <h2 className="flex items-baseline justify-between border-b border-line px-4 py-2 font-semibold">
        {t('preview.title')}
        <span className={`text-xs font-normal ${isFresh ? 'text-ink-3' : 'text-warn'}`}>{state}</span>
      </h2>
      <div className={isFresh ? '' : 'text-ink-3'} aria-live="polite">
        {preview.problem ? <Refusal command={command} problem={preview.problem} /> : null}
        {shown ? <Effects effects={shown} /> : null}
        {!shown && !preview.problem ? <p className="p-4 text-ink-2">{command.help}</p> : null}
      </div>
    </aside>
  );
}

function Refusal({ command, problem }: { command: CommandMeta; problem: Problem }) {
  const labelOf = (path: string) => {
    const [name, place, inner] = path.split('.');
    const field = command.fields.find((one) => one.name === name);
    const innerField = field?.fields?.find((one) => one.name === (inner ?? place));
    const line = inner ? ` ${Number(place) + 1}` : '';
    return [`${field?.label ?? path}${line}`, innerField?.label].filter(Boolean).join(', ');
  };
  return (
    <div className="m-4 rounded-sm border border-bad bg-bad-soft p-3">
      <p className="mb-1 font-semibold text-bad">{t('preview.refused')}</p>
      <ul className="list-disc ps-4">
        {problem.errors.map(({ field, message }) => (
          <li key={field}>
            {labelOf(field)}: {message}
          </li>
        ))}
        {problem.errors.length === 0 ? <li>{problem.message}</li> : null}
      </ul>
    </div>
  );
}
