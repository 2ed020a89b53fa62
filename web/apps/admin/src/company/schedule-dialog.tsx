import { t } from '@sanduk/i18n';
import { Dialog, Field, Notice, say } from '@sanduk/ui';
import { type FormEvent, useState } from 'react';
import type { Schedule } from './jobs';
import { SaveButtons } from './save-buttons';
import { useSend } from './send';

const UNITS = ['days', 'working_days', 'weeks', 'months'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

type When = Partial<Record<string, string>>;

/** Only what counts for the unit is sent. */
function whenOf({ unit, cron, at, every, weekday, day, last_day }: When) {
  if (unit === 'cron') return { cron };
  const calendar = { unit, at, ...(every ? { every: Number(every) } : {}) };
  if (unit === 'weeks') return { ...calendar, ...(weekday ? { weekday } : {}) };
  if (unit !== 'months') return calendar;
  return { ...calendar, ...(last_day ? { last_day: true } : day ? { day: Number(day) } : {}) };
}

function startOf({ when }: Schedule): When {
  const given = Object.entries(when).filter(([, value]) => value !== null && value !== false);
  const told: When = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  return { at: '09:00', ...told, unit: told.cron ? 'cron' : (told.unit ?? 'days') };
}

/** When a kind of job is done: by the calendar, or by a line of cron. */
export function ScheduleDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { send, problem, isBusy } = useSend('jobs', 'job-schedules');
  const [isOn, setOn] = useState(schedule.is_on);
  const [when, setWhen] = useState(() => startOf(schedule));
  const change = (changes: When) => setWhen({ ...when, ...changes });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = isOn ? { is_on: true, when: whenOf(when) } : { is_on: false };
    if (!(await send(`/api/v1/job-schedules/${schedule.id}/`, { method: 'PATCH', body }))) return;
    say(t('form.saved'));
    onClose();
  };
  const text = (name: string, label: string, type = 'text') => (
    <Field id={`when-${name}`} label={label}>
      <input
        id={`when-${name}`}
        type={type}
        className="input"
        value={when[name] ?? ''}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <Dialog open onClose={onClose} title={schedule.title ?? schedule.about}>
      <form className="grid gap-3 p-4" onSubmit={save}>
        {problem ? <Notice bad>{problem.errors[0]?.message ?? problem.message}</Notice> : null}
        <label className="tick">
          <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
          {t('jobs.on')}
        </label>
        {isOn ? (
          <>
            <Pick
              id="when-unit"
              label={t('jobs.counted')}
              of={[...UNITS, 'cron']}
              value={when.unit}
              onPick={(unit) => change({ unit })}
            />
            {when.unit === 'cron' ? text('cron', t('jobs.cron')) : text('at', t('jobs.at'), 'time')}
            {when.unit === 'cron' ? null : text('every', t('jobs.every'))}
            {when.unit === 'weeks' ? (
              <Pick
                id="when-weekday"
                label={t('jobs.weekday')}
                of={WEEKDAYS}
                value={when.weekday}
                onPick={(weekday) => change({ weekday })}
              />
            ) : null}
            {when.unit === 'months' && !when.last_day ? text('day', t('jobs.day')) : null}
            {when.unit === 'months' ? (
              <label className="tick">
                <input
                  type="checkbox"
                  checked={Boolean(when.last_day)}
                  onChange={(event) => change({ last_day: event.target.checked ? 'true' : '' })}
                />
                {t('jobs.lastDay')}
              </label>
            ) : null}
          </>
        ) : null}
        {schedule.usual ? <p className="text-xs text-ink-3">{t('settings.usual', { value: schedule.usual })}</p> : null}
        <SaveButtons isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

type PickProps = {
  id: string;
  label: string;
  of: string[];
  value: string | undefined;
  onPick: (value: string) => void;
};

const Pick = ({ id, label, of, value = '', onPick }: PickProps) => (
  <Field id={id} label={label}>
    <select id={id} className="input" value={value} onChange={(event) => onPick(event.target.value)}>
      {of.includes(value) ? null : <option value="" />}
      {of.map((name) => (
        <option key={name} value={name}>
          {t(`jobs.unit.${name}`)}
        </option>
      ))}
    </select>
  </Field>
);
