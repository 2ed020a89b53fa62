import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Dialog, Field, Notice } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Box } from '../box';
import { bodyOf } from '../form-values';
import { codeOf, keyOf, type ResourceMeta, type Row } from '../meta';
import { mistakeOf, plain } from '../numbers';

type Outcome = { id: string; status: number; problem?: { detail: string } | null; approval_request?: string | null };
export type BulkKind = 'set' | 'delete';
type Props = { meta: ResourceMeta; rows: Row[]; kind: BulkKind; onClose: (isDone: boolean) => void };

/** Changes or deletes the selected rows. Each is a command of its own, so each has its own result. */
export function Bulk({ meta, rows: chosen, kind, onClose }: Props) {
  // Rows that are deleted leave the list, not the results.
  const [rows] = useState(chosen);
  const client = useQueryClient();
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const [problem, setProblem] = useState('');
  const [key] = useState(() => crypto.randomUUID());

  const run = async (what: Row) => {
    const body = {
      ids: rows.map((row) => keyOf(meta, row)),
      versions: rows.map((row) => row.version ?? null),
      ...what,
    };
    try {
      const { data } = await call<{ results: Outcome[] }>(`${meta.path}bulk/`, { body, key });
      setOutcomes(data.results);
      void client.invalidateQueries({ queryKey: ['list', meta.name] });
      void client.invalidateQueries({ queryKey: ['row', meta.name] });
    } catch (error) {
      if (error instanceof Problem) setProblem(error.message);
    }
  };
  const cancel = () => onClose(false);
  const title = t(kind === 'set' ? 'bulk.change' : 'bulk.delete', { count: rows.length });
  return (
    <Dialog open onClose={() => onClose(outcomes !== null)} title={title}>
      <div className="grid gap-3 p-4">
        {problem ? <Notice bad>{problem}</Notice> : null}
        {outcomes ? (
          <Outcomes meta={meta} rows={rows} outcomes={outcomes} onClose={() => onClose(true)} />
        ) : kind === 'set' ? (
          <ChangeForm meta={meta} run={(set) => run({ set })} onCancel={cancel} />
        ) : (
          <>
            <p className="text-ink-2">{t(meta.can.restore ? 'bulk.restorable' : 'bulk.forGood')}</p>
            <Choice onCancel={cancel}>
              <button type="button" className="btn primary" onClick={() => run({ delete: true })}>
                {title}
              </button>
            </Choice>
          </>
        )}
      </div>
    </Dialog>
  );
}

const Choice = ({ onCancel, children }: { onCancel: () => void; children: ReactNode }) => (
  <div className="flex justify-end gap-2">
    <button type="button" className="btn" onClick={onCancel}>
      {t('form.cancel')}
    </button>
    {children}
  </div>
);

type ChangeProps = { meta: ResourceMeta; run: (set: Row) => void; onCancel: () => void };

function ChangeForm({ meta, run, onCancel }: ChangeProps) {
  const fields = meta.fields.filter((field) => !field.read_only && !field.unique);
  const [name, setName] = useState(fields[0]?.name ?? '');
  const [value, setValue] = useState('');
  const [mistake, setMistake] = useState<string>();
  const field = fields.find((one) => one.name === name);
  if (!field) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const mistake = mistakeOf(field, value);
    setMistake(mistake);
    if (!mistake) run(bodyOf([field], { [name]: plain(field, value) }));
  };
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <Field id="bulk-field" label={t('list.filterField')}>
        <select
          id="bulk-field"
          className="input"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setValue('');
          }}
        >
          {fields.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
      </Field>
      <Field id="bulk-value" label={t('list.filterValue')} error={mistake}>
        <Box key={name} id="bulk-value" field={field} value={value} onChange={setValue} />
      </Field>
      <Choice onCancel={onCancel}>
        <button type="submit" className="btn primary">
          {t('bulk.run')}
        </button>
      </Choice>
    </form>
  );
}

function wordsOf(outcome: Outcome): string {
  if (outcome.problem) return outcome.problem.detail;
  return t(outcome.status === 202 ? 'bulk.waits' : 'bulk.done');
}

type OutcomesProps = { meta: ResourceMeta; rows: Row[]; outcomes: Outcome[]; onClose: () => void };

function Outcomes({ meta, rows, outcomes, onClose }: OutcomesProps) {
  return (
    <>
      <div className="sheet-box max-h-80">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">{meta.label}</th>
              <th scope="col">{t('bulk.result')}</th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map((outcome, place) => (
              <tr key={outcome.id}>
                <td>{rows[place] ? codeOf(meta, rows[place]) : outcome.id}</td>
                <td className={`words ${outcome.problem ? 'text-bad' : ''}`}>{wordsOf(outcome)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="btn primary" onClick={onClose}>
        {t('form.close')}
      </button>
    </>
  );
}
