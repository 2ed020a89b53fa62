import { call, type components, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { fieldOf, may, useIndex, useResource } from '@sanduk/resource';
import { Box, bodyOf, shown, today, valuesOf } from '@sanduk/resource/parts';
import { Dialog, Field, Notice, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { anewWords, prefixOf, printed } from './number-pattern';
import { SaveButtons } from './save-buttons';
import { useSend, wrongAt, wrongBeside } from './send';
import { kindName, type Numbering } from './series';

const PATH = '/api/v1/number-series/';
const PAUSE = 300;
const FIELDS = ['starts_on', 'site', 'pattern', 'digits', 'first_number', 'kind'];

type Props = { numbering: Numbering; site: string; onClose: () => void };

/**
 * Numbers a kind of document anew from a day on. The series that counts until then stays as it is, so that what is printed already, and
 * what is posted late for a day before, keeps its numbers.
 */
export function SeriesDialog({ numbering, site, onClose }: Props) {
  const meta = useResource('number-series');
  const day = today(useIndex());
  const { send, problem, isBusy } = useSend('number-series');
  const fields = FIELDS.map((name) => fieldOf(meta, name)).filter((field) => field !== undefined);
  const [values, setValues] = useState<Record<string, string>>(() => ({
    ...valuesOf(fields, null, day),
    starts_on: day,
    ...startOf(numbering),
    site,
  }));
  const asked = { ...bodyOf(fields, values), document: numbering.kind };
  const refusal = useRefusal(asked);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(PATH, { body: asked }))) return;
    say(t('form.saved'));
    onClose();
  };
  const wrong = problem ?? refusal;
  const others = wrongBeside(wrong, FIELDS);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('series.change', { what: kindName(numbering.kind) })}
      focus="series-starts_on"
      className="w-[min(640px,94vw)]"
    >
      <form className="grid gap-3 p-4" noValidate onSubmit={save}>
        {others ? <Notice bad>{others}</Notice> : null}
        <p className="text-ink-2">{t('series.careful')}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          {fields.map((field) => (
            <Field
              key={field.name}
              id={`series-${field.name}`}
              label={field.label}
              hint={field.help}
              help={field.name === 'pattern' ? t('series.patternHelp') : undefined}
              error={wrongAt(wrong, field.name)}
            >
              <Box
                field={field}
                id={`series-${field.name}`}
                value={values[field.name] ?? ''}
                onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
                invalid={wrongAt(wrong, field.name) !== undefined}
                describedBy={`series-${field.name}-note`}
              />
            </Field>
          ))}
        </div>
        <Outcome numbering={numbering} values={values} isRefused={wrong !== undefined} />
        <SaveButtons isBusy={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** It begins with what counts now, to be changed. */
function startOf({ rule, next }: Numbering): Record<string, string> {
  if (rule) return { pattern: rule.pattern, digits: String(rule.digits), kind: rule.kind };
  return next ? { pattern: next.prefix.replace(/\d{4}/, '{year}'), digits: String(next.digits) } : {};
}

/** What the server would refuse, asked a moment after the last key. */
function useRefusal(asked: object): Problem | undefined {
  const [refusal, setRefusal] = useState<Problem>();
  const body = JSON.stringify(asked);
  useEffect(() => {
    const stop = new AbortController();
    const refuse = (error: unknown) => error instanceof Problem && setRefusal(error);
    const ask = () =>
      call(PATH, { body: JSON.parse(body), dryRun: true, signal: stop.signal }).then(
        () => setRefusal(undefined),
        refuse,
      );
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body]);
  return refusal;
}

/** The calendar year in which the fiscal year of a day begins. */
function useYearOf(day: string): string {
  const years = useQuery({
    queryKey: ['list', 'fiscal-years', 'starts'],
    enabled: may(useIndex(), 'ledger.fiscal_year.view'),
    queryFn: async () =>
      (await call<{ results: components['schemas']['Year'][] }>('/api/v1/fiscal-years/')).data.results,
  });
  const begun = years.data?.map(({ starts_on }) => starts_on).filter((start) => start <= day) ?? [];
  return (begun.sort().at(-1) ?? day).slice(0, 4);
}

type OutcomeProps = { numbering: Numbering; values: Record<string, string>; isRefused: boolean };

/** The number that comes next as things are, and the first one as they would be. */
function Outcome({ numbering, values, isRefused }: OutcomeProps) {
  const { starts_on: day = '', pattern = '', digits = '', site = '', first_number: first = '' } = values;
  const year = useYearOf(day);
  const asTyped = { pattern, digits, site };
  // What stands before the numbers is their series: where that stays, they go on.
  const goesOn = prefixOf(asTyped, year, day) === numbering.next?.prefix;
  const number = goesOn ? String(numbering.next?.first_number) : first;
  return (
    <dl className="grid gap-x-6 gap-y-1 rounded-sm border border-line bg-head p-3 sm:grid-cols-2" aria-live="polite">
      <div>
        <dt className="text-xs text-ink-2">{t('series.now')}</dt>
        <dd className="text-base font-semibold">
          <bdi>{numbering.next?.first ?? '–'}</bdi>
        </dd>
      </div>
      <div>
        <dt className="text-xs text-ink-2">
          {t('series.from', { day: shown({ name: 'day', type: 'date' }, { day }) || '–' })}
        </dt>
        <dd className={`text-base font-semibold ${isRefused ? 'text-ink-3' : ''}`}>
          <bdi>{pattern ? printed(asTyped, number, year, day) : '–'}</bdi>
        </dd>
        <dd className="text-xs text-ink-2">{`${t('series.begins')}: ${anewWords(pattern)}`}</dd>
      </div>
    </dl>
  );
}
