import type { ReactNode } from 'react';

type Props = {
  id: string;
  label: string;
  /** What it means, for whoever points at the label. */
  hint?: string | undefined;
  error?: string | undefined;
  help?: string | undefined;
  children: ReactNode;
};

/** A label, its box, and below it what is wrong with it or what it means. */
export function Field({ id, label, hint, error, help, children }: Props) {
  return (
    <div>
      <label className="label" htmlFor={id} title={hint}>
        {label}
      </label>
      {children}
      <FieldNote id={id} error={error} help={help} />
    </div>
  );
}

export function FieldNote({ id, error, help }: { id: string; error?: string | undefined; help?: string | undefined }) {
  if (!error && !help) return null;
  return (
    <p id={`${id}-note`} className={`mt-0.5 text-xs ${error ? 'text-bad' : 'text-ink-3'}`}>
      {error ?? help}
    </p>
  );
}

/** What went wrong on a page, or went well. */
export function Notice({ bad = false, children }: { bad?: boolean; children: ReactNode }) {
  const colours = bad ? 'border-bad bg-bad-soft text-bad' : 'border-good bg-good-soft text-good';
  return (
    <div role={bad ? 'alert' : 'status'} className={`rounded-sm border px-3 py-2 ${colours}`}>
      {children}
    </div>
  );
}
