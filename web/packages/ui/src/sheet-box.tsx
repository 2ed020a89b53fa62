import type { ReactNode } from 'react';

type Props = { label: string; className?: string; children: ReactNode };

/** A table that is read, in a box that scrolls when it is too wide or too long; by key, too, although nothing in it takes the focus. */
export const SheetBox = ({ label, className = '', children }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key
  <section className={`sheet-box ${className}`} aria-label={label} tabIndex={0}>
    {children}
  </section>
);
