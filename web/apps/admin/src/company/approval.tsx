import type { components } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import {
  commandQuery,
  type FieldMeta,
  type MetaIndex,
  type ResourceMeta,
  type Row,
  resourceQuery,
  rowQuery,
  useIndex,
} from '@sanduk/resource';
import { instant, shown } from '@sanduk/resource/parts';
import { Field, Notice, SheetBox, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { AGAIN, amountOf } from './approvals';
import { Page } from './page';
import { useSend, wrongAt, wrongBeside } from './send';

type Request = components['schemas']['RequestDetail'] & { body: unknown; facts: unknown };

/** A request: what was sent, as far as it has come, and what can be decided about it. */
export function ApprovalPage({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const request = row as unknown as Request;
  // A job carries it out, and others decide.
  useQuery({ ...rowQuery(meta, request.id), refetchInterval: AGAIN });
  return (
    <Page
      title={request.label}
      sub={amountOf(request)}
      back={{ label: t('approvals.title'), to: '/approvals' }}
      actions={request.document ? <DocumentLink request={request} /> : null}
    >
      <p>
        <b className="font-semibold">{t(`approvals.state.${request.state}`)}</b>
        <span className="text-ink-2">
          {' · '}
          {t('approvals.asked', { who: request.maker_name ?? '', when: instant(request.asked_at) })}
          {' · '}
          {request.policy_name}
          {request.site_code ? ` · ${request.site_code}` : ''}
        </span>
      </p>
      {request.problem ? <Notice bad>{request.problem}</Notice> : null}
      {request.has_happened ? <Notice>{t('approvals.happened')}</Notice> : null}
      <Decide request={request} />
      <section className="panel">
        <h2>{t('approvals.sent')}</h2>
        <Sent request={request} />
      </section>
      {request.facts ? (
        <section className="panel">
          <h2>{t('approvals.facts')}</h2>
          <Values row={request.facts as Row} fields={[]} />
        </section>
      ) : null}
      <section className="panel">
        <h2>{t('approvals.steps')}</h2>
        <Steps request={request} />
      </section>
    </Page>
  );
}

function DocumentLink({ request }: { request: Request }) {
  const command = useQuery({
    ...commandQuery(request.command, useIndex().version),
    enabled: isCommand(useIndex(), request.command),
  });
  const resource = command.data?.result?.resource;
  if (!resource) return <span>{request.document_number}</span>;
  return (
    <Link className="btn" to="/r/$resource/$id" params={{ resource, id: request.document ?? '' }}>
      {request.document_number ?? t('value.linked')}
    </Link>
  );
}

const isCommand = (index: MetaIndex, name: string) => index.commands.some((command) => command.name === name);

/** What may be done with it now: by whom decides, or by whom asked. */
function verbsOf(request: Request, user: string): string[] {
  const { state, maker, is_yours_to_decide } = request;
  const decides = is_yours_to_decide ? ['approve', 'reject', 'send-back'] : [];
  if (maker !== user) return decides;
  if (state === 'sent_back') return [...decides, 'resubmit', 'withdraw'];
  if (state === 'failed') return [...decides, 'retry', 'withdraw'];
  return state === 'waiting' ? [...decides, 'withdraw'] : decides;
}

function Decide({ request }: { request: Request }) {
  const { user } = useIndex();
  const { send, problem, isBusy } = useSend('approval-requests', 'jobs');
  const [reason, setReason] = useState('');
  const verbs = verbsOf(request, user.id);
  if (verbs.length === 0) return null;
  const decide = async (verb: string) => {
    const body = reason && verb !== 'retry' ? { reason } : {};
    const ifMatch = request.version ? `"${request.version}"` : undefined;
    if (!(await send(`/api/v1/approval-requests/${request.id}/${verb}/`, { body, ifMatch }))) return;
    setReason('');
    say(t(`approvals.did.${verb}`));
  };
  const others = wrongBeside(problem, ['reason']);
  return (
    <section className="panel">
      <h2>{t(request.is_yours_to_decide ? 'approvals.yours' : 'approvals.yourRequest')}</h2>
      <div className="grid gap-3 p-3">
        {others ? <Notice bad>{others}</Notice> : null}
        <Field
          id="reason"
          label={t('approvals.reason')}
          error={wrongAt(problem, 'reason')}
          help={request.is_yours_to_decide ? t('approvals.reasonHelp') : undefined}
        >
          <textarea
            id="reason"
            rows={2}
            className="input"
            aria-describedby="reason-note"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          {verbs.map((verb, place) => (
            <button
              key={verb}
              type="button"
              className={`btn ${place === 0 ? 'primary' : ''}`}
              disabled={isBusy}
              onClick={() => decide(verb)}
            >
              {t(`approvals.do.${verb}`)}
            </button>
          ))}
        </div>
      </div>
    </section>
  );
}

/** What was sent, under the labels of the form in which it is typed. */
function Sent({ request }: { request: Request }) {
  const { fields, list } = useTarget(request.command);
  const body = request.body as Row | null;
  if (!body) return <p className="p-3">{t('approvals.erased')}</p>;
  const { id, ...rest } = body;
  return (
    <>
      {list && id ? (
        <p className="px-3 pt-3">
          <Link to="/r/$resource/$id" params={{ resource: list.name, id: String(id) }}>
            {t('approvals.record', { what: list.label })}
          </Link>
        </p>
      ) : null}
      <Values row={rest} fields={fields} />
    </>
  );
}

/** The fields of a command; else the list whose rows it changes, and theirs. */
function useTarget(name: string) {
  const index = useIndex();
  const isOne = isCommand(index, name);
  const command = useQuery({ ...commandQuery(name, index.version), enabled: isOne });
  const noun = name.split('.').slice(0, 2).join('.');
  const list = isOne ? undefined : index.resources.find(({ view }) => view === `${noun}.view`);
  const resource = useQuery({ ...resourceQuery(list?.name ?? '', index.version), enabled: list !== undefined });
  const fields: FieldMeta[] = command.data?.fields ?? resource.data?.fields ?? [];
  return { fields, list };
}

const fieldNamed = (fields: FieldMeta[], name: string): FieldMeta =>
  fields.find((field) => field.name === name) ?? { name, label: name.replaceAll('_', ' '), type: 'text' };

const isRows = (value: unknown): value is Row[] => Array.isArray(value) && typeof value[0] === 'object';
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNothing = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);

function Values({ row, fields }: { row: Row; fields: FieldMeta[] }) {
  const given = Object.entries(row).filter(([, value]) => !isNothing(value));
  const simple = given.filter(([, value]) => !isRows(value) && !isRow(value));
  const within = given.filter(([, value]) => isRows(value) || isRow(value));
  return (
    <>
      {simple.length > 0 ? (
        <dl className="details">
          {simple.map(([name]) => (
            <div key={name}>
              <dt>{fieldNamed(fields, name).label}</dt>
              <dd>
                <bdi>{shown(fieldNamed(fields, name), row)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {within.map(([name, value]) => {
        const field = fieldNamed(fields, name);
        return (
          <Within key={name} title={field.label}>
            {isRows(value) ? (
              <Lines label={field.label} rows={value} fields={field.fields ?? []} />
            ) : (
              <Values row={value as Row} fields={field.fields ?? fields} />
            )}
          </Within>
        );
      })}
    </>
  );
}

const Within = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="p-3 pt-0">
    <h3 className="mb-1 text-xs font-semibold text-ink-2">{title}</h3>
    {children}
  </section>
);

function Lines({ label, rows, fields }: { label: string; rows: Row[]; fields: FieldMeta[] }) {
  const names = [...new Set(rows.flatMap(Object.keys))].filter((name) => rows.some((row) => !isNothing(row[name])));
  // In the order of the form; what it does not know comes last.
  const placeOf = ({ name }: FieldMeta) => fields.findIndex((field) => field.name === name) + 1 || names.length + 1;
  const columns = names.map((name) => fieldNamed(fields, name)).sort((a, b) => placeOf(a) - placeOf(b));
  return (
    <SheetBox label={label}>
      <table className="sheet">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={column.align}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was sent never moves
            <tr key={place}>
              {columns.map((column) => (
                <td key={column.name} className={column.align}>
                  <bdi>{shown(column, row)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SheetBox>
  );
}

function Steps({ request }: { request: Request }) {
  return (
    <ol className="grid gap-3 p-3">
      {request.steps.map(({ step, approvers }) => (
        <li key={step} className="border-s-2 border-line ps-3">
          <p>
            <b className="font-semibold">{t('approvals.step', { step })}</b> {approvers.join(', ')}
            {request.state === 'waiting' && request.step === step ? (
              <span className="text-warn"> · {t('approvals.state.waiting')}</span>
            ) : null}
          </p>
          {request.decisions
            .filter((decision) => decision.step === step)
            .map((decision) => (
              <p key={`${decision.at}${decision.kind}`}>
                {t(`approvals.kind.${decision.kind}`)}{' '}
                <span className="text-ink-2">
                  {decision.by_name ?? decision.by}
                  {decision.for_name ? ` (${t('approvals.for', { name: decision.for_name })})` : ''} ·{' '}
                  {instant(decision.at)}
                </span>
                {decision.reason ? <span className="block whitespace-pre-line">{decision.reason}</span> : null}
              </p>
            ))}
        </li>
      ))}
    </ol>
  );
}
