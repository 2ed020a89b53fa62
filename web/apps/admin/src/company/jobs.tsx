import { call, type components } from '@sanduk/api';
import { language, t } from '@sanduk/i18n';
import { display } from '@sanduk/money';
import { may, useIndex } from '@sanduk/resource';
import { instant, useLive } from '@sanduk/resource/parts';
import { Notice, say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from './page';
import { ScheduleDialog } from './schedule-dialog';
import { useSend } from './send';

type Job = components['schemas']['Job'];
export type Schedule = components['schemas']['ScheduleOut'];
type Kind = components['schemas']['KindOut'];

const LATEST = '25';
const JOBS = { page_size: LATEST, ordering: '-id' };

/** What the program does by itself: what it has done last, and when it does which kind of job. */
export function JobsPage() {
  const index = useIndex();
  const client = useQueryClient();
  useLive('jobs', () => void client.invalidateQueries({ queryKey: ['jobs'] }));
  const kinds = useQuery({
    queryKey: ['jobs', 'kinds'],
    queryFn: async () => (await call<{ results: Kind[] }>('/api/v1/job-kinds/')).data.results,
  });
  const jobs = useQuery({
    queryKey: ['jobs', 'latest'],
    queryFn: async () => (await call<{ results: Job[] }>('/api/v1/jobs/', { query: JOBS })).data.results,
  });
  const schedules = useQuery({
    queryKey: ['jobs', 'schedules'],
    enabled: may(index, 'jobs.schedule.view'),
    queryFn: async () => (await call<{ results: Schedule[] }>('/api/v1/job-schedules/')).data.results,
  });
  const trouble = kinds.error ?? jobs.error ?? schedules.error;
  const about = new Map(kinds.data?.map((kind) => [kind.name, kind.about]));
  return (
    <Page
      title={t('jobs.title')}
      wide
      actions={
        <Link className="btn" to="/r/$resource" params={{ resource: 'jobs' }} search={{ ordering: '-id' }}>
          {t('jobs.all')}
        </Link>
      }
    >
      {trouble ? <Notice bad>{trouble.message}</Notice> : null}
      <Latest jobs={jobs.data ?? []} about={about} />
      {schedules.data ? <Schedules schedules={schedules.data} kinds={kinds.data ?? []} /> : null}
    </Page>
  );
}

const Heads = ({ of }: { of: string[] }) => (
  <thead>
    <tr>
      {of.map((name) => (
        <th key={name} scope="col">
          {t(`jobs.${name}`)}
        </th>
      ))}
    </tr>
  </thead>
);

function Latest({ jobs, about }: { jobs: Job[]; about: Map<string, string> }) {
  return (
    <section>
      <h2 className="mb-1 font-semibold">{t('jobs.latest')}</h2>
      {jobs.length === 0 ? <p className="text-ink-2">{t('jobs.none')}</p> : null}
      {jobs.length > 0 ? (
        <div className="sheet-box">
          <table className="sheet" aria-label={t('jobs.latest')}>
            <Heads of={['what', 'state', 'progress', 'queue', 'asked', 'took', 'outcome', 'do']} />
            <tbody>
              {jobs.map((job) => (
                <tr key={job.id}>
                  <td className="words min-w-40">
                    <Link to="/r/$resource/$id" params={{ resource: 'jobs', id: job.id }}>
                      {about.get(job.name) ?? job.name}
                    </Link>
                  </td>
                  <td className={colourOf(job.state)}>{t(`jobs.state.${job.state}`)}</td>
                  <td className="end">{job.total > 0 ? `${number(job.done)} / ${number(job.total)}` : ''}</td>
                  <td>{t(`jobs.queue.${job.queue}`)}</td>
                  <td>{instant(job.asked_at)}</td>
                  <td className="end">{took(job)}</td>
                  <td className="words min-w-40">{job.problem ?? job.effect}</td>
                  <td>
                    <JobButton job={job} name={about.get(job.name) ?? job.name} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

const COLOURS: Record<string, string> = { dead: 'text-bad', running: 'text-warn', done: 'text-good' };
const colourOf = (state: string | null | undefined) => COLOURS[state ?? ''] ?? '';

const seconds = (milliseconds: number) => t('jobs.seconds', { count: Math.round(milliseconds / 100) / 10 });

function took({ started_at: from, finished_at: to }: Job): string {
  return from && to ? seconds(Date.parse(to) - Date.parse(from)) : '';
}

const number = (value: number) => display(String(value), language());

const IS_OPEN = new Set(['waiting', 'running']);

/** A job that is open can be cancelled; one that is over can be done again. */
function JobButton({ job, name }: { job: Job; name: string }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('jobs');
  const verb = IS_OPEN.has(job.state) ? 'cancel' : 'run';
  if (!may(index, `jobs.job.${verb}`) || job.is_cancelled) return null;
  const label = t(`jobs.${verb}`);
  const run = () => void send(`/api/v1/jobs/${job.id}/${verb}/`, { body: {} });
  return (
    <>
      <button type="button" className="btn quiet" disabled={isBusy} onClick={run} aria-label={`${label}: ${name}`}>
        {label}
      </button>
      {problem ? <span className="text-bad">{problem.message}</span> : null}
    </>
  );
}

function Schedules({ schedules, kinds }: { schedules: Schedule[]; kinds: Kind[] }) {
  const index = useIndex();
  const { send, problem, isBusy } = useSend('jobs', 'job-schedules');
  const [changed, setChanged] = useState<Schedule>();
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  const runNow = async ({ kind, about }: Schedule) => {
    if (await send(`/api/v1/job-kinds/${kind}/run/`, { body: {} })) say(t('jobs.begun', { what: about }));
  };
  const remove = async ({ id }: Schedule) => {
    if (await send(`/api/v1/job-schedules/${id}/`, { method: 'DELETE', body: {} })) say(t('form.saved'));
  };
  return (
    <section>
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <h2 className="font-semibold">{t('jobs.schedules')}</h2>
        <span className="flex-1" />
        {may(index, 'jobs.schedule.add') ? (
          <Link className="btn" to="/c/$command" params={{ command: 'jobs.schedule.add' }}>
            {t('jobs.add')}
          </Link>
        ) : null}
      </div>
      {problem ? <Notice bad>{problem.message}</Notice> : null}
      <div className="sheet-box">
        <table className="sheet" aria-label={t('jobs.schedules')}>
          <Heads of={['what', 'when', 'next', 'last', 'took', 'do']} />
          <tbody>
            {schedules.map((schedule) => {
              const kind = kindOf.get(schedule.kind);
              const name = schedule.title ?? schedule.about;
              return (
                <tr key={schedule.id}>
                  <td className="words min-w-40">{name}</td>
                  <td>
                    {schedule.is_on ? whenWords(schedule.words) : t('jobs.off')}
                    {schedule.is_chosen ? <span className="text-ink-3"> {t('jobs.chosen')}</span> : null}
                  </td>
                  <td>{schedule.next_at ? instant(schedule.next_at) : ''}</td>
                  <td title={kind?.last_problem ?? kind?.last_effect ?? undefined}>
                    {kind?.last_started_at ? instant(kind.last_started_at) : ''}{' '}
                    <span className={colourOf(kind?.last_state)}>
                      {kind?.last_state ? t(`jobs.state.${kind.last_state}`) : ''}
                    </span>
                  </td>
                  <td className="end">{kind?.last_milliseconds == null ? '' : seconds(kind.last_milliseconds)}</td>
                  <td>
                    {may(index, 'jobs.kind.run') && !schedule.is_own ? (
                      <button
                        type="button"
                        className="btn quiet"
                        disabled={isBusy}
                        aria-label={`${t('jobs.now')}: ${name}`}
                        onClick={() => runNow(schedule)}
                      >
                        {t('jobs.now')}
                      </button>
                    ) : null}
                    {may(index, 'jobs.schedule.change') ? (
                      <button
                        type="button"
                        className="btn quiet"
                        aria-label={`${t('settings.change')}: ${name}`}
                        onClick={() => setChanged(schedule)}
                      >
                        {t('settings.change')}
                      </button>
                    ) : null}
                    {schedule.is_chosen && may(index, 'jobs.schedule.remove') ? (
                      <button
                        type="button"
                        className="btn quiet"
                        disabled={isBusy}
                        aria-label={`${takenBack(schedule)}: ${name}`}
                        onClick={() => remove(schedule)}
                      >
                        {takenBack(schedule)}
                      </button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {changed ? <ScheduleDialog schedule={changed} onClose={() => setChanged(undefined)} /> : null}
    </section>
  );
}

const takenBack = ({ is_own }: Schedule) => t(is_own ? 'form.delete' : 'jobs.usual');

/** The usual lines of cron in words; others as they are. */
function whenWords(words: string): string {
  const [minute = '', hour = '', ...rest] = words.split(' ');
  if (rest.length !== 3 || rest.some((part) => part !== '*')) return words;
  if (/^\*\/\d+$/.test(minute) && hour === '*') return t('jobs.everyMinutes', { count: Number(minute.slice(2)) });
  if (!/^\d+$/.test(minute)) return words;
  if (hour === '*') return t('jobs.hourly', { minute: minute.padStart(2, '0') });
  return /^\d+$/.test(hour) ? t('jobs.daily', { time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` }) : words;
}
