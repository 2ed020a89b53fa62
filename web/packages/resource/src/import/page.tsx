import { t } from '@sanduk/i18n';
import { Notice } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { LeaveGuard } from '../leave-guard';
import { type FieldMeta, resourceQuery } from '../meta';
import { useIndex } from '../session';
import {
  type Asking,
  ask,
  type Choices,
  fieldsOf,
  guess,
  type ImportAnswer,
  type Mapping,
  type Target,
  targetsQuery,
  USUAL,
} from './ask';
import { Check, type Tried } from './check';
import { Columns } from './columns';
import { FileStep } from './file';
import { Result } from './result';
import { RunPage, RunProgress } from './run';
import type { Table } from './table';

export function ImportPage() {
  const { target: name } = useParams({ from: '/inside/import/$target' });
  const { run } = useSearch({ from: '/inside/import/$target' });
  const index = useIndex();
  const targets = useQuery(targetsQuery(index));
  const target = targets.data?.find((one) => one.name === name);
  const resource = index.resources.find((one) => one.name === name);
  const meta = useQuery({ ...resourceQuery(name, index.version), enabled: resource !== undefined });
  if (targets.error)
    return (
      <div className="p-4">
        <Notice bad>{targets.error.message}</Notice>
      </div>
    );
  if (!targets.data || (resource && !meta.data)) return null;
  if (!target) return <p className="p-4">{t('shell.missing')}</p>;
  if (run) return <RunPage target={target} id={run} />;
  return <Wizard key={name} target={target} fields={fieldsOf(target, meta.data)} code={meta.data?.code} />;
}

type Loaded = { name: string; table: Table; mapping: Mapping };
type Step = 'file' | 'columns' | 'check' | 'done';

type WizardProps = { target: Target; fields: FieldMeta[]; code: string | undefined };

/** What is asked of the server about the file, and what it has said. */
function useAsking(go: (run: string) => void) {
  const client = useQueryClient();
  const [tried, setTried] = useState<Tried | null>(null);
  const [written, setWritten] = useState<ImportAnswer | null>(null);
  const [trial, setTrial] = useState<{ run: string; table: Table } | null>(null);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);

  const take = (answer: ImportAnswer, table: Table) => {
    if (answer.outcome === 'cancelled') return setProblem(t('import.outcome.cancelled'));
    if (answer.outcome !== 'written') return setTried({ answer, table });
    setWritten(answer);
    void client.invalidateQueries({ queryKey: ['list'] });
  };
  const send = async (asking: Asking, isTry: boolean) => {
    setBusy(true);
    setProblem('');
    try {
      const told = await ask(asking, isTry);
      if ('answer' in told) take(told.answer, asking.table);
      else if (isTry) setTrial({ run: told.run, table: asking.table });
      else go(told.run);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setBusy(false);
  };
  const endTrial = (answer: ImportAnswer | null, why: string) => {
    setProblem(why);
    setTrial(null);
    if (answer && trial) take(answer, trial.table);
  };
  const forget = () => {
    setTried(null);
    setWritten(null);
    setProblem('');
  };
  return { tried, written, trial, problem, isBusy, send, endTrial, forget, setProblem };
}

function Wizard({ target, fields, code }: WizardProps) {
  const navigate = useNavigate();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [choices, setChoices] = useState<Choices>(USUAL);
  const asked = useAsking(
    (run) =>
      void navigate({ to: '/import/$target', params: { target: target.name }, search: { run }, ignoreBlocker: true }),
  );
  const { tried, written, trial, problem, isBusy } = asked;
  const step: Step = written ? 'done' : tried ? 'check' : loaded ? 'columns' : 'file';

  const load = async (name: string, table: Table) => {
    asked.forget();
    setLoaded({ name, table, mapping: await guess(target, table.columns, fields) });
  };
  const send = (isTry: boolean) =>
    loaded && void asked.send({ target, ...loaded, choices, ...(code ? { code } : {}) }, isTry);
  const again = () => {
    asked.forget();
    setLoaded(null);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="page-head">
        <h1 className="page-title">{t('import.title', { what: target.label })}</h1>
        <span className="truncate text-ink-2">{loaded ? loaded.name : ''}</span>
        <span className="flex-1" />
        <Steps step={step} />
      </header>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 overflow-auto p-4">
        {problem ? <Notice bad>{problem}</Notice> : null}
        {trial ? <RunProgress id={trial.run} onOver={asked.endTrial} /> : null}
        {step === 'file' ? <FileStep fields={fields} onTable={load} onProblem={asked.setProblem} /> : null}
        {step === 'columns' && loaded ? (
          <Columns
            target={target}
            fields={fields}
            table={loaded.table}
            mapping={loaded.mapping}
            onMapping={(mapping) => setLoaded({ ...loaded, mapping })}
            choices={choices}
            onChoices={setChoices}
            isBusy={isBusy || trial !== null}
            onBack={again}
            onNext={() => send(true)}
          />
        ) : null}
        {step === 'check' && tried && loaded ? (
          <Check
            tried={tried}
            fields={fields}
            table={loaded.table}
            mapping={loaded.mapping}
            onTable={(table) => setLoaded({ ...loaded, table })}
            skips={choices.errors === 'skip'}
            onSkip={(skip) => setChoices({ ...choices, errors: skip ? 'skip' : '' })}
            isBusy={isBusy || trial !== null}
            onBack={asked.forget}
            onTry={() => send(true)}
            onImport={() => send(false)}
          />
        ) : null}
        {written ? <Result target={target} answer={written} onAgain={again} /> : null}
      </div>
      <LeaveGuard isDirty={loaded !== null && !written} />
    </div>
  );
}

const STEPS: Step[] = ['file', 'columns', 'check', 'done'];

function Steps({ step }: { step: Step }) {
  return (
    <ol className="flex gap-3 text-xs" aria-label={t('import.steps')}>
      {STEPS.map((one, at) => (
        <li
          key={one}
          aria-current={one === step ? 'step' : undefined}
          className={one === step ? 'font-semibold text-ink' : 'text-ink-3'}
        >
          {at + 1} {t(`import.step.${one}`)}
        </li>
      ))}
    </ol>
  );
}
