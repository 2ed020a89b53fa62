import { call } from '@sanduk/api';
import { language, t } from '@sanduk/i18n';
import { display } from '@sanduk/money';
import { Notice, say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type ImportAnswer, type Run, runPath, type Target } from './ask';
import { Result } from './result';

const AGAIN = 1_000;
const isOver = (run: Run) => run.state !== 'waiting' && run.state !== 'running';

/** What became of the file; nothing where it could not go on, and then why. */
type OnOver = (answer: ImportAnswer | null, problem: string) => void;

/** How far an import in the background is. */
export function RunProgress({ id, onOver }: { id: string; onOver: OnOver }) {
  const asked = useQuery({
    queryKey: ['import-run', id],
    queryFn: async ({ signal }) => (await call<Run>(runPath(id), { signal })).data,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : AGAIN),
  });
  const tell = useRef(onOver);
  tell.current = onOver;
  const run = asked.data;
  const state = run && isOver(run) ? run.state : undefined;
  const problem = run?.problem ?? '';
  useEffect(() => {
    if (!state) return;
    const result = call<ImportAnswer>(`${runPath(id)}result/`);
    result.then(
      ({ data }) => tell.current(data, ''),
      (error: Error) => tell.current(null, problem || error.message),
    );
  }, [id, state, problem]);

  if (asked.error) return <Notice bad>{asked.error.message}</Notice>;
  if (!run || state) return null;
  const cancel = () => call(`${runPath(id)}cancel/`, { body: {} }).catch((error: Error) => say(error.message));
  const figures = { done: display(String(run.done), language()), total: display(String(run.total), language()) };
  return (
    <section className="panel grid gap-2 p-3" aria-live="polite">
      <p className="font-medium">
        {t(run.action === 'try' ? 'import.trying' : 'import.importing', { name: run.name })}
      </p>
      <progress
        className="progress"
        aria-label={run.name}
        max={run.total || 1}
        value={run.state === 'waiting' ? undefined : run.done}
      />
      <p className="text-ink-2">
        {run.state === 'waiting' ? t('import.waits') : t('import.progress', figures)} {t('import.leaveIt')}
      </p>
      <button
        type="button"
        className="btn justify-self-start"
        disabled={run.is_cancelled}
        onClick={() => void cancel()}
      >
        {t('import.cancel')}
      </button>
    </section>
  );
}

/** An import in the background, under an address to which one can come back. */
export function RunPage({ target, id }: { target: Target; id: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [over, setOver] = useState<{ answer: ImportAnswer | null; problem: string } | null>(null);
  const end = (answer: ImportAnswer | null, problem: string) => {
    setOver({ answer, problem });
    void client.invalidateQueries({ queryKey: ['list'] });
  };
  const again = () => void navigate({ to: '/import/$target', params: { target: target.name }, search: {} });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="page-head">
        <h1 className="page-title">{t('import.title', { what: target.label })}</h1>
      </header>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 overflow-auto p-4">
        {over ? null : <RunProgress id={id} onOver={end} />}
        {over?.problem ? <Notice bad>{over.problem}</Notice> : null}
        {over?.answer ? <Result target={target} answer={over.answer} onAgain={again} /> : null}
        {over ? (
          <Link to="/r/$resource" params={{ resource: 'import-runs' }}>
            {t('import.runs')}
          </Link>
        ) : null}
      </div>
    </div>
  );
}
