import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Notice, useFirstBox } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type FieldPath, type UseFormReturn, useForm, useWatch } from 'react-hook-form';
import { DraftNote, useDraft } from '../draft';
import type { Values } from '../form-values';
import { LeaveGuard } from '../leave-guard';
import { type CommandMeta, type Row, resourceQuery } from '../meta';
import { mistakesIn } from '../numbers';
import { PATIENCE } from '../print';
import { Problems } from '../problems';
import { refuse } from '../refusal';
import { overrideOf } from '../registry';
import { useCommand, useIndex } from '../session';
import { useDone } from './done';
import { CommandFields } from './fields';
import { type Preview, usePreview } from './preview';
import { placeInForm, type Request, requestOf } from './request';
import { Side } from './side';
import { type Start, useStart } from './start';
import { Totals } from './totals';

/** A command: its form, what it would do, and doing it. */
export function CommandPage() {
  const { command: name } = useParams({ from: '/inside/c/$command' });
  const search = useSearch({ from: '/inside/c/$command' });
  const command = useCommand(name);
  const start = useStart(command, search);
  const { command: Own } = overrideOf(name);
  if (Own) return <Own meta={command} />;
  if (start.error)
    return (
      <div className="p-4">
        <Notice bad>{start.error.message}</Notice>
      </div>
    );
  const page = `c/${[name, search.from, search.rows].filter(Boolean).join('/')}`;
  return start.data ? <CommandForm key={page} page={page} command={command} start={start.data} /> : null;
}

type Kept = { values: Values; key: string };

function CommandForm({ page, command, start }: { page: string; command: CommandMeta; start: Start }) {
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  useFirstBox(element);
  const form = useForm<Values>({ defaultValues: start.values });
  const values = useWatch({ control: form.control }) as Values;
  const { isDirty } = form.formState;
  const request = useMemo(() => requestOf(command, values), [command, values]);
  const isPreviewed = command.preview && !command.takes_file;
  const isAsked = isDirty || start.isBound || !command.fields.some((field) => field.required);
  const { preview, last, isFresh } = usePreview(command, request, {
    ifMatch: start.ifMatch,
    isWanted: isPreviewed && isAsked,
    tell: (problem) => isDirty && mark(form, problem, values),
  });
  const [problems, setProblems] = useState<string[]>([]);
  const [isPressed, setPressed] = useState(false);
  /** The request that was to be posted before anybody could see what it does. */
  const [held, setHeld] = useState<Request | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const done = useDone(command);
  // The key stays with what was typed: where a page has gone before its answer came, posting again does it once.
  const draftSince = useDraft<Kept>(form, page, {
    pick: () => ({ values: form.getValues(), key }),
    restore: (kept) => {
      form.reset(kept.values, { keepDefaultValues: true });
      setKey(kept.key);
    },
  });

  const hasBox = (path: string) => command.fields.some((field) => path.split('.')[0] === field.name);
  const post = async ({ path, body }: Request) => {
    if (isBusy || path === undefined) return;
    const mistakes = mistakesIn(command.fields, body);
    if (mistakes) return setProblems(refuse(form, inForm(mistakes, values), hasBox));
    setBusy(true);
    setProblems([]);
    try {
      const query = file ? (body as Record<string, string>) : {};
      const { data } = await call<Row | null>(path, {
        method: command.method,
        query,
        body: file ?? body,
        ifMatch: start.ifMatch,
        key,
        prefer: PATIENCE,
      });
      await done(data);
    } catch (error) {
      const told = error instanceof Problem ? inForm(error, values) : error;
      setProblems(refuse(form, told, hasBox));
      if (!(error instanceof Problem && error.unsure)) setKey(crypto.randomUUID());
    }
    setBusy(false);
  };
  const isReady = !isBusy && (isPreviewed ? isFresh && !preview.problem : !command.takes_file || file !== null);
  // Pressing takes over what was typed last, which shows only afterwards whether that has been previewed. Nothing is posted unseen.
  useEffect(() => {
    if (!isPressed) return;
    setPressed(false);
    if (isReady) void post(request);
    else if (isPreviewed && isAsked && !isFresh) setHeld(request);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.repeat) return;
    const active = document.activeElement as HTMLElement | null;
    active?.blur();
    active?.focus();
    setPressed(true);
  };
  const result = useResult(command);

  return (
    <form
      ref={element}
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
    >
      <header className="page-head">
        <h1 className="page-title">{command.label}</h1>
        <span className="text-ink-2 max-sm:hidden">{willBe(preview, isFresh)}</span>
        <span className="flex-1" />
        {held === request && (!isFresh || isReady) ? (
          <span role="status" className="text-xs text-warn">
            {t('command.again')}
          </span>
        ) : (
          <span className="text-xs text-ink-3 max-sm:hidden">
            <kbd className="kbd">Ctrl Enter</kbd> {t('command.posts')}
          </span>
        )}
        <button type="button" className="btn" onClick={() => router.history.back()}>
          {t('form.cancel')}
        </button>
        {/* No submit button: Enter in a box or a cell would press it. */}
        <button type="button" className="btn primary" disabled={!isReady} onClick={() => setPressed(true)}>
          {command.label}
        </button>
      </header>
      <div
        className={`grid min-h-0 flex-1 max-lg:overflow-auto ${isPreviewed ? 'lg:grid-cols-[minmax(0,1fr)_348px]' : ''}`}
      >
        <div className="flex min-w-0 flex-col gap-3 p-4 lg:overflow-auto">
          <DraftNote since={draftSince} onDrop={() => form.reset(start.values)} />
          {problems.length > 0 ? <Problems of={problems} /> : null}
          <CommandFields
            command={command}
            form={form}
            values={values}
            names={start.names}
            computed={{ parts: result?.parts ?? [], answer: isFresh ? preview.answer : undefined }}
            totals={
              <Totals
                command={command}
                values={values}
                result={result}
                answer={last}
                isFresh={isFresh && !preview.problem}
              />
            }
          />
          {command.takes_file ? (
            <label className="btn self-start">
              {file?.name ?? t('files.choose')}
              <input type="file" className="sr-only" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
            </label>
          ) : null}
        </div>
        {isPreviewed ? (
          <Side command={command} preview={preview} last={last} isFresh={isFresh} isAsked={isAsked} />
        ) : null}
      </div>
      <LeaveGuard isDirty={isDirty && !isBusy} />
    </form>
  );
}

/** Boxes turn red for what is wrong; what is only missing yet is told beside the form. */
function mark(form: UseFormReturn<Values>, problem: Problem | undefined, values: Values): void {
  form.clearErrors();
  for (const { field, code, message } of problem?.errors ?? [])
    if (code !== 'required')
      form.setError(placeInForm(field, values) as FieldPath<Values>, { type: 'server', message });
}

/** The resource that the command makes a row of, whose fields say what its answer means. */
function useResult(command: CommandMeta) {
  const { version } = useIndex();
  const name = command.result?.resource ?? '';
  return useQuery({ ...resourceQuery(name, version), enabled: name !== '' }).data;
}

const inForm = (problem: Problem, values: Values) =>
  new Problem(
    problem.status,
    problem.code,
    problem.message,
    problem.errors.map((error) => ({ ...error, field: placeInForm(error.field, values) })),
  );

function willBe(preview: Preview, isFresh: boolean): string {
  const number = isFresh && preview.answer?.number;
  return number ? t('command.willBe', { number: String(number) }) : t('command.notPosted');
}
