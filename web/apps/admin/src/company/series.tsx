import { call, type components, type Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type Search, useIndex } from '@sanduk/resource';
import { shown, today } from '@sanduk/resource/parts';
import { Notice } from '@sanduk/ui';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { anewWords } from './number-pattern';
import { Page } from './page';
import { SeriesDialog } from './series-dialog';

export type Series = components['schemas']['Series'];
type Next = components['schemas']['BlockTaken'];
type Site = { id: string; code: string; name: string };

/** The kinds of documents that the program numbers. */
const KINDS = [
  'sale',
  'sale_return',
  'receipt',
  'allocation',
  'goods_receipt',
  'stock_adjustment',
  'stock_transfer',
  'journal',
  'correction',
];
const BESIDE = ['number-series', 'number-blocks'];

export const kindName = (kind: string): string => t(`series.kind.${kind}`, { defaultValue: kind });

/** What a company's documents are numbered by: the number that comes next, and how that is changed from a day on. */
export type Numbering = { kind: string; next: Next | undefined; problem: Problem | null; rule: Series | undefined };

export function SeriesPage() {
  const index = useIndex();
  const { site = '' } = useSearch({ from: '/inside/series' });
  const rules = useQuery({
    queryKey: ['number-series', 'all'],
    queryFn: async () =>
      (await call<{ results: Series[] }>('/api/v1/number-series/', { query: { page_size: '1000' } })).data.results,
  });
  const sites = useSites();
  const [changed, setChanged] = useState<Numbering>();
  const numberings = useNumberings(
    rules.data ?? [],
    sites.find(({ code }) => code === site),
  );
  const beside = index.resources.filter(({ name }) => BESIDE.includes(name));
  return (
    <Page
      title={t('series.title')}
      actions={
        <>
          <SiteChoice sites={sites} site={site} />
          {beside.map(({ name, label_plural }) => (
            <Link key={name} className="btn" to="/r/$resource" params={{ resource: name }}>
              {label_plural}
            </Link>
          ))}
        </>
      }
    >
      <p className="text-ink-2">{t('series.help')}</p>
      {rules.error ? <Notice bad>{rules.error.message}</Notice> : null}
      <Numberings numberings={numberings} rules={rules.data ?? []} onChange={setChanged} />
      {changed ? <SeriesDialog numbering={changed} site={site} onClose={() => setChanged(undefined)} /> : null}
    </Page>
  );
}

function useSites(): Site[] {
  const sites = useQuery({
    queryKey: ['list', 'sites', 'names'],
    enabled: may(useIndex(), 'ledger.site.view'),
    queryFn: async () => (await call<{ results: Site[] }>('/api/v1/sites/')).data.results,
  });
  return sites.data ?? [];
}

function SiteChoice({ sites, site }: { sites: Site[]; site: string }) {
  const navigate = useNavigate();
  if (sites.length < 2) return null;
  const choose = (site: string) => {
    const search: Search = site ? { site } : {};
    void navigate({ to: '/series', search, replace: true });
  };
  return (
    <select
      className="input !w-44"
      aria-label={t('settings.at')}
      value={site}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('series.mainSite')}</option>
      {sites.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** The rule that counts today: that of the site before that of all sites, and of those the one that began last. */
function ruleOf(rules: Series[], kind: string, site: Site | undefined, day: string): Series | undefined {
  const isOf = (rule: Series) => rule.site === null || rule.site === site?.code || rule.site === site?.id;
  const counting = rules.filter((rule) => rule.document === kind && rule.starts_on <= day && isOf(rule));
  const rank = (rule: Series) => `${rule.site === null ? 0 : 1} ${rule.starts_on}`;
  return counting.toSorted((a, b) => rank(a).localeCompare(rank(b))).at(-1);
}

/** Asks for each kind which numbers a device would get: they begin with the one that comes next. Nothing is taken. */
function useNumberings(rules: Series[], site: Site | undefined): Numbering[] {
  const index = useIndex();
  const day = today(index);
  const kinds = [...new Set([...KINDS, ...rules.map(({ document }) => document)])];
  const asked = useQueries({
    queries: kinds.map((document) => ({
      queryKey: ['number-series', 'next', document, site?.code],
      enabled: may(index, 'ledger.number_block.take'),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const body = { document, device: t('series.title'), size: 1, ...(site ? { site: site.code } : {}) };
        return (await call<Next>('/api/v1/number-blocks/', { body, dryRun: true, signal })).data;
      },
    })),
  });
  return kinds.map((kind, place) => ({
    kind,
    next: asked[place]?.data,
    problem: asked[place]?.error as Problem | null,
    rule: ruleOf(rules, kind, site, day),
  }));
}

type TableProps = { numberings: Numbering[]; rules: Series[]; onChange: (numbering: Numbering) => void };

function Numberings({ numberings, rules, onChange }: TableProps) {
  const index = useIndex();
  const day = today(index);
  const mayChange = may(index, 'ledger.series.create');
  return (
    <div className="sheet-box">
      <table className="sheet" aria-label={t('series.title')}>
        <thead>
          <tr>
            {['document', 'next', 'pattern', 'begins'].map((name) => (
              <th key={name} scope="col">
                {t(`series.${name}`)}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{t('settings.change')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {numberings.map((numbering) => {
            const { kind, next, problem, rule } = numbering;
            return (
              <tr key={kind}>
                <th scope="row">{kindName(kind)}</th>
                <td className="words min-w-44">
                  {problem ? (
                    <span className="text-ink-2">{problem.message}</span>
                  ) : (
                    <b className="text-base font-semibold">
                      <bdi>{next?.first ?? '–'}</bdi>
                    </b>
                  )}
                </td>
                <td className="words min-w-44">
                  {rule ? <RuleLink rule={rule} /> : <span className="text-ink-2">{t('series.usual')}</span>}
                  <Planned rules={rules.filter((rule) => rule.document === kind && rule.starts_on > day)} />
                </td>
                <td>{anewWords(rule?.pattern ?? '{year}')}</td>
                <td>
                  {mayChange ? (
                    <button
                      type="button"
                      className="btn quiet"
                      aria-label={`${t('settings.change')}: ${kindName(kind)}`}
                      onClick={() => onChange(numbering)}
                    >
                      {t('settings.change')}
                    </button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const RuleLink = ({ rule }: { rule: Series }) => (
  <Link to="/r/$resource/$id" params={{ resource: 'number-series', id: rule.id }}>
    <bdi>{rule.pattern}</bdi>
    {rule.site ? ` · ${rule.names?.site ?? rule.site}` : ''}
  </Link>
);

function Planned({ rules }: { rules: Series[] }) {
  return rules.map((rule) => (
    <p key={rule.id}>
      {t('series.from', { day: shown({ name: 'starts_on', type: 'date' }, rule) })} <RuleLink rule={rule} />
    </p>
  ));
}
