import { t } from '@sanduk/i18n';
import { parse, zero } from '@sanduk/money';
import type { Page } from '@sanduk/resource';
import { Figure, TileBox, To, useHome, useMoney } from './tile';

type Account = { code: string; name: string; closing: string };

/** The accounts that payments go to, and what is on them. */
export function Cash() {
  const money = useMoney();
  const methods = useHome<Page>('/api/v1/payment-methods/', { page_size: '1000' });
  const balance = useHome<{ accounts: Account[] }>('/api/v1/reports/trial-balance/');
  const known = new Set(methods.data?.results.map((method) => method.account));
  const accounts = balance.data?.accounts.filter(({ code }) => known.has(code)) ?? [];
  return (
    <TileBox title={t('home.cash')} to="/reports/trial-balance" asked={methods.data ? balance : methods}>
      {accounts.length > 0 ? (
        <dl className="pairs">
          {accounts.map(({ code, name, closing }) => (
            <div key={code}>
              <dt>
                <To to={`/reports/general-ledger?account=${encodeURIComponent(code)}`}>{name}</To>
              </dt>
              <dd>{money(closing)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="text-ink-2">{t('home.noCash')}</p>
      )}
    </TileBox>
  );
}

const AGES = ['current', 'days_1_30', 'days_31_60', 'days_61_90', 'over_90'] as const;
type Totals = Record<(typeof AGES)[number] | 'total', string>;

export function Receivables() {
  const money = useMoney();
  const asked = useHome<{ totals: Totals }>('/api/v1/reports/ageing/');
  const totals = asked.data?.totals;
  const isOwed = (age: (typeof AGES)[number]) => !(parse(totals?.[age] ?? '0') ?? zero).eq(0);
  const owed = AGES.filter(isOwed);
  return (
    <TileBox title={t('home.receivables')} to="/reports/ageing" asked={asked}>
      <To to="/reports/ageing" className="figure">
        {money(totals?.total ?? '0')}
      </To>
      {owed.length > 0 ? (
        <dl className="pairs">
          {owed.map((age) => (
            <div key={age}>
              <dt>{t(`home.age.${age}`)}</dt>
              <dd className={age === 'current' ? '' : 'text-warn'}>{money(totals?.[age] ?? '0')}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="text-ink-2">{t('home.noReceivables')}</p>
      )}
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
            {t('home.noStock')} <To to="/c/inventory.stock.receive">{t('home.receive')}</To>
          </>
        ) : (
          t('home.stockHelp')
        )
      }
    />
  );
}
