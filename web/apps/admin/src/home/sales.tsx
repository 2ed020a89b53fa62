import { dateLocale, t } from '@sanduk/i18n';
import { parse, zero } from '@sanduk/money';
import { count, Do, Figure, Pairs, TileBox, To, useDay, useHome, useMoney } from './tile';

type Group = { value: string; count: number; sums: { total: string } };
type Groups = { groups: Group[] };

const DAYS = 14;
const TOP = 5;
const SALES = '/api/v1/sales/';

const onDay = (day: string) => `/r/sales?kind=sale&business_date=${day}`;

/** The days that the chart shows, with what was sold on each. */
function useDays() {
  const day = useDay();
  const from = day(DAYS - 1);
  const query = { kind: 'sale', business_date__gte: from, group_by: 'business_date', sum: 'total' };
  const asked = useHome<Groups>(SALES, query);
  const days = Array.from({ length: DAYS }, (_, at) => day(DAYS - 1 - at)).map((date) => {
    const group = asked.data?.groups.find(({ value }) => value === date);
    return { date, count: group?.count ?? 0, total: group?.sums.total ?? '0' };
  });
  return { asked, days, from };
}

export function SalesToday() {
  const money = useMoney();
  const { asked, days } = useDays();
  const now = days.at(-1);
  if (!now) return null;
  const before = money(days.at(-2)?.total ?? '0');
  return (
    <Figure
      title={t('home.salesToday')}
      to={onDay(now.date)}
      asked={asked}
      figure={money(now.total)}
      note={
        now.count > 0 ? (
          t('home.sales', { count: now.count, before })
        ) : (
          <>
            {t('home.noSalesToday')} <Do command="sales.sale.post" label={t('home.postSale')} />
          </>
        )
      }
    />
  );
}

const dayWords = (date: string, form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(dateLocale(), { ...form, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

export function SalesByDay() {
  const money = useMoney();
  const { asked, days, from } = useDays();
  const sums = days.map(({ total }) => parse(total) ?? zero);
  const most = sums.reduce((a, b) => (a.gt(b) ? a : b), zero);
  const share = (at: number) => (most.gt(0) ? (sums[at] ?? zero).div(most).times(100).toFixed(1) : '0');
  return (
    <TileBox
      title={t('home.salesByDay', { count: DAYS })}
      to={`/r/sales?kind=sale&business_date__gte=${from}`}
      asked={asked}
      wide
    >
      {most.gt(0) ? (
        <ol className="bars">
          {days.map(({ date, total }, at) => (
            <li key={date}>
              <To
                to={onDay(date)}
                title={money(total)}
                aria-label={`${dayWords(date, { dateStyle: 'medium' })}: ${money(total)}`}
              >
                <span className="bar" style={{ blockSize: `${share(at)}%` }} />
              </To>
              <span aria-hidden="true">{dayWords(date, { day: 'numeric' })}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-ink-2">{t('home.noSales')}</p>
      )}
    </TileBox>
  );
}

type Profit = { rows: { code: string; name: string; income: string }[] };

export function TopProducts() {
  const from = useDay()(DAYS - 1);
  const asked = useHome<Profit>('/api/v1/reports/gross-profit/', { from, page_size: '1000' });
  const value = (row: { income: string }) => parse(row.income) ?? zero;
  const rows = (asked.data?.rows ?? []).toSorted((a, b) => value(b).cmp(value(a))).slice(0, TOP);
  const pairs = rows.map(({ code, name, income }) => ({
    name: code,
    label: name,
    amount: income,
    to: `/r/products?sku=${encodeURIComponent(code)}`,
  }));
  return (
    <TileBox title={t('home.topProducts')} to={`/reports/gross-profit?from=${from}`} asked={asked} wide>
      {pairs.length > 0 ? <Pairs pairs={pairs} /> : <p className="text-ink-2">{t('home.noSales')}</p>}
    </TileBox>
  );
}

export function Flagged() {
  const asked = useHome<{ count: number }>(SALES, { needs_review: 'true', page_size: '1' });
  const flagged = asked.data?.count ?? 0;
  return (
    <Figure
      title={t('home.flagged')}
      to="/r/sales?needs_review=true"
      asked={asked}
      figure={count(flagged)}
      note={t(flagged > 0 ? 'home.flaggedHelp' : 'home.flaggedNone')}
    />
  );
}
