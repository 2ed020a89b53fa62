import { call, type Query } from '@sanduk/api';
import { language } from '@sanduk/i18n';
import { display } from '@sanduk/money';
import { may, today, useIndex } from '@sanduk/resource';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** An answer of the API for a tile, asked again when something changes. */
export function useHome<T>(path: string, query: Query = {}): UseQueryResult<T> {
  return useQuery({
    queryKey: ['home', path, query],
    queryFn: async ({ signal }) => (await call<T>(path, { query, signal })).data,
  });
}

/** A day at the company, so many days ago. */
export function useDay() {
  const now = today(useIndex());
  return (ago: number): string => {
    const day = new Date(`${now}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() - ago);
    return day.toISOString().slice(0, 10);
  };
}

/** An amount as the company's books have it. */
export function useMoney() {
  const { currency, decimals } = useIndex().company;
  return (amount: string): string => `${currency} ${display(amount, language(), decimals)}`;
}

export const count = (number: number): string => display(String(number), language());

type ToProps = { to: string; className?: string; title?: string; 'aria-label'?: string; children: ReactNode };

/** A link to an address that is made of words, as reports and filtered lists are. */
export const To = (props: ToProps) => <Link {...props} />;

type BoxProps = {
  title: string;
  /** The list or report behind it. */
  to: string;
  asked: UseQueryResult<unknown>;
  wide?: boolean;
  children: ReactNode;
};

export function TileBox({ title, to, asked, wide = false, children }: BoxProps) {
  return (
    <section className={`panel tile ${wide ? 'wide' : ''}`} aria-label={title} aria-busy={asked.isLoading}>
      <h2>
        <To to={to}>{title}</To>
      </h2>
      <div className="p-3">
        {asked.error ? <p className="text-bad">{asked.error.message}</p> : asked.data ? children : null}
      </div>
    </section>
  );
}

type FigureProps = { title: string; to: string; asked: UseQueryResult<unknown>; figure: string; note: ReactNode };

/** A tile of one number. */
export function Figure({ title, to, asked, figure, note }: FigureProps) {
  return (
    <TileBox title={title} to={to} asked={asked}>
      <To to={to} className="figure">
        {figure}
      </To>
      <p className="text-ink-2">{note}</p>
    </TileBox>
  );
}

export type Pair = { name: string; label: string; amount: string; to: string; isLate?: boolean };

/** Amounts below one another, each of which leads to where it comes from. */
export function Pairs({ pairs }: { pairs: Pair[] }) {
  const money = useMoney();
  return (
    <ul className="pairs">
      {pairs.map(({ name, label, amount, to, isLate }) => (
        <li key={name}>
          <To to={to}>
            <span>{label}</span>
            <span className={`figures ${isLate ? 'text-warn' : ''}`}>{money(amount)}</span>
          </To>
        </li>
      ))}
    </ul>
  );
}

/** Leads to a command, where the user may do it. */
export function Do({ command, label }: { command: string; label: string }) {
  if (!may(useIndex(), command)) return null;
  return (
    <To className="underline underline-offset-2" to={`/c/${command}`}>
      {label}
    </To>
  );
}
