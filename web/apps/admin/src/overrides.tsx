import { t } from '@sanduk/i18n';
import {
  codeOf,
  lookAtDocument,
  may,
  type Paper,
  printDocument,
  type ResourceMeta,
  type Row,
  register,
  type Search,
  savePaper,
  useIndex,
} from '@sanduk/resource';
import { Menu, say } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import './company/overrides';

const SendPaper = lazy(() => import('./send-paper'));

register('ledger.entry.post', { fields: { business_date: { default: 'today' } } });

const entry = (number: unknown) => `/r/journal-entries?number=${encodeURIComponent(String(number))}`;

register('journal-entries', { file: '/api/v1/journal-entries/export/', parts: { lines: 'journal-lines' } });
register('journal-lines', { file: '/api/v1/journal-lines/export/', open: (row) => entry(row.number) });
register('stock', { file: '/api/v1/stock/', open: (row) => `/r/products/${row.product}` });

const importRun = (row: Row) => `/import/${row.target}?run=${row.id}`;

function ImportResult({ row }: { row: Row }) {
  return (
    <Link className="btn" to={importRun(row)}>
      {t('import.result')}
    </Link>
  );
}

register('import-runs', { open: importRun, actions: ImportResult });

/** Lists whose rows are told whole, and have no page of their own. */
const WHOLE = [
  'approvable-commands',
  'bikram-sambat-years',
  'inbound-sources',
  'job-kinds',
  'notification-preferences',
  'notifications',
  'webhook-events',
];
for (const name of WHOLE) register(name, { open: () => undefined });

/** The lines behind the balance of an account, in the days and at the branch of the report that tells it. */
function account(code: unknown, { from, to, as_of, branch }: Search): string {
  const query = Object.entries({ account: String(code), from, to: to ?? as_of, branch });
  return `/reports/general-ledger?${new URLSearchParams(query.filter((pair): pair is [string, string] => Boolean(pair[1])))}`;
}

/** The figures of an account, which lead to its lines as its code does. */
const OF_ACCOUNTS = new Set([
  'code',
  'opening',
  'turnover_debit',
  'turnover_credit',
  'closing',
  'debit',
  'credit',
  'amount',
]);

for (const name of ['trial-balance', 'balance-sheet', 'income-statement'])
  register(name, {
    drill: (column, row, search) => (OF_ACCOUNTS.has(column) ? account(row.code, search) : undefined),
  });
/** The lists of documents that post, by the kind of their entries. */
const DOCUMENTS: Record<string, string> = { sale: 'sales', sale_return: 'sales', receipt: 'receipts' };

/** A line leads to its document, and where that has no list of its own to its entry. */
function source({ kind, number }: Row): string {
  const list = DOCUMENTS[String(kind)];
  return list ? `/r/${list}/${encodeURIComponent(String(number))}` : entry(number);
}

register('general-ledger', { drill: (column, row) => (column === 'number' ? source(row) : undefined) });
register('day-book', {
  drill: (column, row, search) => {
    if (column === 'account') return account(row.account, search);
    return column === 'number' ? source(row) : undefined;
  },
});
register('ageing', {
  drill: (column, row) => (column === 'code' ? `/r/customers/${encodeURIComponent(String(row.code))}` : undefined),
});
register('stock-valuation', {
  drill: (column, row) => (column === 'sku' ? `/r/products?sku=${encodeURIComponent(String(row.sku))}` : undefined),
});

/** What a line of gross profit is about, by what the report is made for. */
const OF_PROFIT: Record<string, string> = {
  product: '/r/products?sku=',
  category: '/r/products?category=',
  customer: '/r/customers?code=',
  branch: '/r/sites?code=',
  day: '/r/sales?business_date=',
};
register('gross-profit', {
  drill: (column, row, { by = 'product' }) =>
    column === 'code' && OF_PROFIT[by] ? OF_PROFIT[by] + encodeURIComponent(String(row.code)) : undefined,
});

/** What can be done with the paper of a document. */
function usePaper({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const client = useQueryClient();
  const index = useIndex();
  const [isSending, setSending] = useState(false);
  const id = String(row.id);
  const complain = (problem: Error) => say(problem.message);
  const print = async () => {
    await printDocument(meta.name, id, codeOf(meta, row)).catch(complain);
    // The paper is a file of the document from now on.
    await client.invalidateQueries({ queryKey: ['files', meta.name, id] });
  };
  const mayPrint = may(index, 'printing.print.create');
  const entries = [
    ...(may(index, 'printing.paper.preview')
      ? [{ label: t('print.look'), run: () => void lookAtDocument(meta.name, id).catch(complain) }]
      : []),
    ...(mayPrint ? [{ label: t('report.print'), run: () => void print() }] : []),
    ...(mayPrint && may(index, 'printing.print.send') ? [{ label: t('send.title'), run: () => setSending(true) }] : []),
  ];
  const dialog = isSending ? (
    <Suspense>
      <SendPaper meta={meta} row={row} onClose={() => setSending(false)} />
    </Suspense>
  ) : null;
  return { entries, dialog };
}

function Print(document: { meta: ResourceMeta; row: Row }) {
  const { entries, dialog } = usePaper(document);
  return (
    <>
      {entries.map(({ label, run }) => (
        <button key={label} type="button" className="btn" onClick={run}>
          {label}
        </button>
      ))}
      {dialog}
    </>
  );
}

/** Beside what else is done with a customer, all that is done with the statement is one menu. */
function Statement(document: { meta: ResourceMeta; row: Row }) {
  const { entries, dialog } = usePaper(document);
  const maySee = may(useIndex(), 'payments.statement.view');
  if (!maySee || entries.length === 0) return null;
  return (
    <>
      <Menu label={t('print.statement')} groups={[{ entries }]} />
      {dialog}
    </>
  );
}

function DocumentLink({ row }: { row: Row }) {
  const { resources } = useIndex();
  const list = resources.find(({ name }) => name === DOCUMENTS[String(row.kind)]);
  if (!list) return null;
  return (
    <Link className="btn" to="/r/$resource/$id" params={{ resource: list.name, id: String(row.doc) }}>
      {list.label}
    </Link>
  );
}

register('printing.labels.print', { done: (answer) => savePaper(answer as Paper, 'printouts', 'labels') });
register('journal-entries', { actions: DocumentLink });
for (const name of ['sales', 'receipts', 'letters']) register(name, { actions: Print });
register('customers', { actions: Statement });
