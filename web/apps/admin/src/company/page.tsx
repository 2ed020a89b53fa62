import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props = {
  title: string;
  sub?: string;
  back?: { label: string; to: string };
  actions?: ReactNode;
  /** As wide as there is room, for tables of many columns. */
  wide?: boolean;
  children: ReactNode;
};

/** The frame of a screen that is written by hand: its head, and what scrolls below. */
export function Page({ title, sub, back, actions, wide = false, children }: Props) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="page-head">
        <div className="min-w-0">
          {back ? (
            <Link to={back.to} className="text-xs">
              {back.label}
            </Link>
          ) : null}
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h1 className="page-title">{title}</h1>
            {sub ? <bdi className="text-ink-2">{sub}</bdi> : null}
          </div>
        </div>
        <span className="flex-1" />
        {actions}
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <div className={`grid grid-cols-[minmax(0,1fr)] gap-4 ${wide ? '' : 'max-w-5xl'}`}>{children}</div>
      </div>
    </div>
  );
}
