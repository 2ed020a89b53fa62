import { call, callFile } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Field, Menu, Notice, SheetBox, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Box } from '../box';
import { download } from '../download';
import type { ColumnMeta, ReportMeta, Row } from '../meta';
import { plain } from '../numbers';
import { printReport } from '../print';
import type { Search } from '../query';
import { overrideOf } from '../registry';
import { useIndex, useReport } from '../session';
import { shown } from '../value';

/** What the page itself says, or pages of an answer that is read whole. */
const OF_FILES = new Set(['format', 'bom', 'fields', 'cursor', 'page_size']);

export function ReportPage() {
  const { name } = useParams({ from: '/inside/reports/$name' });
  const search = useSearch({ from: '/inside/reports/$name' });
  const report = useReport(name);
  return <Report key={name} report={report} search={search} />;
}

const parametersOf = (report: ReportMeta) => report.parameters.filter(({ name }) => !OF_FILES.has(name));

function addressOf(report: ReportMeta, search: Search) {
  const inPath = (name: string) => report.path.includes(`{${name}}`);
  const path = report.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(search[name] ?? ''));
  return { path, query: Object.fromEntries(Object.entries(search).filter(([name]) => !inPath(name))) };
}

/** The rows as its files have them: the one shape that every report can be told in. */
async function rowsOf(report: ReportMeta, search: Search, signal: AbortSignal): Promise<Row[]> {
  const { path, query } = addressOf(report, search);
  const file = await callFile(path, { query: { ...query, format: 'jsonl' }, signal });
  const lines = (await file.text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Row);
}

/** What the report itself says it is about: the days that were left out, and those it is compared with. */
function useTold(report: ReportMeta, search: Search, isAskable: boolean): Row {
  const { path, query } = addressOf(report, search);
  // Of a report in pages the first row is enough.
  const short = report.parameters.some(({ name }) => name === 'page_size') ? { page_size: '1' } : {};
  const { data = {} } = useQuery({
    queryKey: ['report', report.name, search, 'told'],
    queryFn: async ({ signal }) => (await call<Row>(path, { query: { ...query, ...short }, signal })).data,
    enabled: isAskable,
  });
  return data;
}

/** From when to when, at which company, against which other days. */
function Caption({ told }: { told: Row }) {
  const { company } = useIndex();
  const day = (name: string) => shown({ name, type: 'date' }, told);
  /** A balance is that of one day, everything else is of the days from one to another. */
  const days = (from: string, to: string) =>
    told[from] ? `${day(from)} – ${day(to)}` : told[to] ? t('report.asOf', { day: day(to) }) : '';
  const about = days('from', told.to ? 'to' : 'as_of');
  const compared = days('compared_from', 'compared_to');
  return (
    <p className="text-ink-2">
      {[company.name, about, compared && t('report.compared', { days: compared }), told.currency]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}

function Report({ report, search }: { report: ReportMeta; search: Search }) {
  const navigate = useNavigate();
  const isAskable = parametersOf(report).every(({ name, required }) => !required || search[name]);
  const rows = useQuery({
    queryKey: ['report', report.name, search],
    queryFn: ({ signal }) => rowsOf(report, search, signal),
    enabled: isAskable,
  });
  const told = useTold(report, search, isAskable);
  const ask = (given: Search) => void navigate({ to: '/reports/$name', params: { name: report.name }, search: given });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-4">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="page-title">{report.label}</h1>
        <span className="flex-1" />
        {rows.data ? <Files report={report} search={search} /> : null}
      </header>
      <Parameters key={JSON.stringify(search)} report={report} search={search} told={told} ask={ask} />
      {rows.data ? <Caption told={told} /> : null}
      {rows.error ? <Notice bad>{rows.error.message}</Notice> : null}
      {rows.data ? <Table report={report} search={search} rows={rows.data} /> : null}
      {!isAskable ? <p className="text-ink-2">{report.help}</p> : null}
    </div>
  );
}

function Files({ report, search }: { report: ReportMeta; search: Search }) {
  const { path, query } = addressOf(report, search);
  const save = (format: string) => download(path, { ...query, format }, `${report.name}.${format}`);
  const told = (work: Promise<unknown>) => void work.catch((problem: Error) => say(problem.message));
  const formats = report.formats.filter((format) => format !== 'jsonl');
  const entries = formats.map((format) => ({ label: format.toUpperCase(), run: () => told(save(format)) }));
  return (
    <div className="no-print flex gap-2">
      <Menu label={t('list.export')} groups={[{ entries }]} />
      <button type="button" className="btn" onClick={() => told(printReport(report.name, search))}>
        {t('report.print')}
      </button>
    </div>
  );
}

type ParametersProps = { report: ReportMeta; search: Search; told: Row; ask: (search: Search) => void };

function Parameters({ report, search, told, ask }: ParametersProps) {
  const [given, setGiven] = useState<Search>(search);
  /** What is left out has the value that the report says. */
  const boxValue = (name: string) => given[name] ?? (typeof told[name] === 'string' ? told[name] : '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const filled = parametersOf(report).map((field) => [field.name, plain(field, given[field.name] ?? '')] as const);
    ask(Object.fromEntries(filled.filter(([, value]) => value !== '')));
  };
  return (
    <form className="no-print flex flex-wrap items-end gap-3" onSubmit={submit}>
      {parametersOf(report).map((field) => (
        <div key={field.name} className="w-40 max-sm:w-[calc(50%-6px)]">
          <Field
            id={`parameter-${field.name}`}
            label={field.required ? t('form.required', { label: field.label }) : field.label}
            hint={field.help}
          >
            <Box
              id={`parameter-${field.name}`}
              field={{ ...field, nullable: true }}
              value={boxValue(field.name)}
              onChange={(value) => setGiven({ ...given, [field.name]: value })}
            />
          </Field>
        </div>
      ))}
      <button type="submit" className="btn primary">
        {t('report.show')}
      </button>
    </form>
  );
}

/** The columns that metadata tells, and those that this answer has beside them, such as one for each branch. */
function columnsOf(report: ReportMeta, search: Search, rows: Row[]): ColumnMeta[] {
  const known = report.columns.filter(({ when }) => !when || search[when]);
  const names = new Set([...report.columns.map(({ name }) => name), 'row', 'currency']);
  const others = Object.keys(rows[0] ?? {}).filter((name) => !names.has(name));
  const columns = [...known, ...others.map((name): ColumnMeta => ({ name, label: name, type: 'money', align: 'end' }))];
  return columns.filter(({ name }) =>
    rows.some((row) => row[name] !== null && row[name] !== undefined && row[name] !== ''),
  );
}

function Table({ report, search, rows }: { report: ReportMeta; search: Search; rows: Row[] }) {
  const columns = columnsOf(report, search, rows);
  if (rows.length === 0) return <p className="text-ink-2">{t('list.none')}</p>;
  return (
    <SheetBox label={report.label} className="min-h-24 max-sm:shrink-0 print:overflow-visible">
      <table className="sheet">
        <thead>
          <tr>
            {columns.map(({ name, label, align }) => (
              <th key={name} scope="col" className={align}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer never move
            <tr key={place} className={row.row === 'line' ? '' : 'strong'}>
              {columns.map((column) => (
                <td key={column.name} className={column.align}>
                  <ReportCell report={report} column={column} row={row} search={search} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SheetBox>
  );
}

type CellProps = { report: ReportMeta; column: ColumnMeta; row: Row; search: Search };

function ReportCell({ report, column, row, search }: CellProps) {
  const text = shown(column, row);
  const to = row.row === 'line' ? overrideOf(report.name).drill?.(column.name, row, search) : undefined;
  if (!to || !text) return <bdi>{text}</bdi>;
  return (
    <Link to={to} className={column.align ? 'text-ink' : ''}>
      {text}
    </Link>
  );
}
