import { t } from '@sanduk/i18n';
import { parse, zero } from '@sanduk/money';
import type { Page } from '@sanduk/resource';
import { Do, Figure, Pairs, TileBox, To, useHome, useMoney } from './tile';

type Account = { code: string; name: string; closing: string };

/** The accounts that payments go to, and what is on them. */
export function Cash() {
  const methods = useHome<Page>('/api/v1/payment-methods/', { page_size: '1000' });
  const balance = useHome<{ accounts: Account[] }>('/api/v1/reports/trial-balance/');
  const known = new Set(methods.data?.results.map((method) => method.account));
  const accounts = balance.data?.accounts.filter(({ code }) => known.has(code)) ?? [];
  const pairs = accounts.map(({ code, name, closing }) => ({
    name: code,
    label: name,
    amount: closing,
    to: `/reports/general-ledger?account=${encodeURIComponent(code)}`,
  }));
  return (
    <TileBox title={t('home.cash')} to="/reports/trial-balance" asked={methods.data ? balance : methods}>
      {pairs.length > 0 ? <Pairs pairs={pairs} /> : <p className="text-ink-2">{t('home.noCash')}</p>}
    </TileBox>
  );
}

const AGES = ['current', 'days_1_30', 'days_31_60', 'days_61_90', 'over_90', 'unallocated'] as const;
type Totals = Record<(typeof AGES)[number] | 'total', string>;

const AGEING = '/reports/ageing';

export function Receivables() {
  const money = useMoney();
  const asked = useHome<{ totals: Totals }>('/api/v1/reports/ageing/');
  const totals = asked.data?.totals;
  const pairs = AGES.flatMap((age) => {
    const amount = totals?.[age] ?? '0';
    if ((parse(amount) ?? zero).eq(0)) return [];
    const isLate = age !== 'current' && age !== 'unallocated';
    return [{ name: age, label: t(`home.age.${age}`), amount, to: AGEING, isLate }];
  });
  return (
    <TileBox title={t('home.receivables')} to={AGEING} asked={asked}>
      <To to={AGEING} className="figure">
        {money(totals?.total ?? '0')}
      </To>
      {pairs.length > 0 ? <Pairs pairs={pairs} /> : <p className="text-ink-2">{t('home.noReceivables')}</p>}
    </TileBox>
  );
}

export function StockValue() {
  const money = useMoney();
  const asked = useHome<{ rows: unknown[]; total: string }>('/api/v1/reports/stock-valuation/', { page_size: '1' });
  const isEmpty = asked.data?.rows.length === 0;
  return (
    <Figure
      title={t('home.stockValue')}
      to="/reports/stock-valuation"
      asked={asked}
      figure={money(asked.data?.total ?? '0')}
      note={
        isEmpty ? (
          <>
            {t('home.noStock')} <Do command="inventory.stock.receive" label={t('home.receive')} />
          </>
        ) : (
          t('home.stockHelp')
        )
      }
    />
  );
}
