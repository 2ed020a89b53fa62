import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Notice, say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { type FieldPath, useForm, useWatch } from 'react-hook-form';
import type { Values } from '../form-values';
import { LeaveGuard } from '../leave-guard';
import { type CommandMeta, type Row, resourceQuery } from '../meta';
import { Problems } from '../record/form';
import { refuse } from '../refusal';
import { overrideOf } from '../registry';
import { useCommand, useIndex } from '../session';
import { Effects } from './effects';
import { CommandFields } from './fields';
import { type Preview, usePreview } from './preview';
import { placeInForm, type Request, requestOf } from './request';
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
  return start.data ? <CommandForm key={`${name} ${search.rows}`} command={command} start={start.data} /> : null;
}

/** Where the form leads when the command has been done: to what it has made, else back. */
function useDone(command: CommandMeta) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (answer: Row | null) => {
    for (const name of command.affects) {
      void client.invalidateQueries({ queryKey: name === 'reports' ? ['report'] : ['list', name] });
      void client.invalidateQueries({ queryKey: ['row', name] });
    }
    await overrideOf(command.name).done?.(answer ?? {});
    if (answer?.approval_request) {
      say(t('command.waits'));
      const params = { resource: 'approval-requests', id: String(answer.approval_request) };
      return navigate({ to: '/r/$resource/$id', params, ignoreBlocker: true });
    }
    const { result } = command;
    const id = result && answer?.[result.id];
    const number = result?.number && answer?.[result.number];
    say(number ? t('command.doneNumber', { number: String(number) }) : t('command.done'));
    if (id)
      return navigate({
        to: '/r/$resource/$id',
        params: { resource: result.resource, id: String(id) },
        ignoreBlocker: true,
      });
    return router.history.back({ ignoreBlocker: true });
  };
}

function CommandForm({ command, start }: { command: CommandMeta; start: Start }) {
  const router = useRouter();
  const form = useForm<Values>({ defaultValues: start.values });
  const values = useWatch({ control: form.control }) as Values;
  const { isDirty } = form.formState;
  const request = useMemo(() => requestOf(command, values), [command, values]);
  const isPreviewed = command.preview && !command.takes_file;
  const { preview, last, isFresh } = usePreview(
    command,
    request,
    start.ifMatch,
    isPreviewed && (isDirty || start.isBound),
  );
  const [problems, setProblems] = useState<string[]>([]);
  const [isWanted, setWanted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const done = useDone(command);

  const hasBox = (path: string) => command.fields.some((field) => path.split('.')[0] === field.name);
  // What is missing is told beside the form; the boxes turn red for what is wrong.
  useEffect(() => {
    if (!isFresh) return;
    form.clearErrors();
    for (const { field, code, message } of preview.problem?.errors ?? [])
      if (code !== 'required' && hasBox(field))
        form.setError(placeInForm(field, values) as FieldPath<Values>, { type: 'server', message });
  }, [preview, isFresh]);

  const post = async ({ path, body }: Request) => {
    if (isBusy || path === undefined) return;
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
  // Whoever posts by key before the preview has come is served when it comes.
  useEffect(() => {
    if (!isWanted || (isPreviewed && !isFresh)) return;
    setWanted(false);
    if (isReady) void post(request);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWanted(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 'Enter') return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    setWanted(true);
  };
  const result = useResult(command);

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Ctrl Enter posts from every box
    <form noValidate className="flex min-h-0 flex-1 flex-col" onSubmit={submit} onKeyDown={onKeyDown}>
      <header className="page-head">
        <h1 className="page-title">{command.label}</h1>
        <span className="text-ink-2 max-sm:hidden">{willBe(preview, isFresh)}</span>
        <span className="flex-1" />
        <span className="text-xs text-ink-3 max-sm:hidden">
          <kbd className="kbd">Ctrl Enter</kbd> {t('command.posts')}
        </span>
        <button type="button" className="btn" onClick={() => router.history.back()}>
          {t('form.cancel')}
        </button>
        <button type="submit" className="btn primary" disabled={!isReady}>
          {command.label}
        </button>
      </header>
      <div
        className={`grid min-h-0 flex-1 max-lg:overflow-auto ${isPreviewed ? 'lg:grid-cols-[minmax(0,1fr)_348px]' : ''}`}
      >
        <div className="flex min-w-0 flex-col gap-3 p-4 lg:overflow-auto">
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
          <Side command={command} preview={preview} last={last} isFresh={isFresh} isAsked={isDirty || start.isBound} />
        ) : null}
      </div>
      <LeaveGuard isDirty={isDirty && !isBusy} />
    </form>
  );
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

type SideProps = { command: CommandMeta; preview: Preview; last: Row | undefined; isFresh: boolean; isAsked: boolean };

function Side({ command, preview, last, isFresh, isAsked }: SideProps) {
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
