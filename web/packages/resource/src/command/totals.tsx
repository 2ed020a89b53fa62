import { language, t } from '@sanduk/i18n';
import { add, type Decimal, display, parse, show, times, zero } from '@sanduk/money';
import type { Values } from '../form-values';
import type { CommandMeta, FieldMeta, ResourceMeta, Row } from '../meta';
import { useIndex } from '../session';
import { shown } from '../value';
import { shownFields } from './start';

const number = (text: unknown): Decimal => parse(String(text ?? '')) ?? zero;

/** Sums that are known without asking: quantities at their prices, or each column of amounts. */
function sumsOf(field: FieldMeta, lines: Values[], decimals: number): { label: string; sum: Decimal }[] {
  const inner = shownFields(field);
  const price = inner.find((one) => one.type === 'price');
  const quantity = inner.find((one) => one.type === 'quantity');
  if (price && quantity) {
    const ofLine = (line: Values) =>
      times(number(line[quantity.name]), number(line[price.name]), decimals).minus(number(line.discount));
    return [{ label: t('command.linesTotal'), sum: add(lines.map(ofLine)) }];
  }
  const columns = inner.filter((one) => one.type === 'money');
  return columns.map((one) => ({
    label: columns.length > 1 ? one.label : field.label,
    sum: add(lines.map((line) => number(line[one.name]))),
  }));
}

type Props = {
  command: CommandMeta;
  values: Values;
  result: ResourceMeta | undefined;
  answer: Row | undefined;
  isFresh: boolean;
};

/** What the lines come to at once, and below it what the preview has told last. Old figures turn grey and never vanish. */
export function Totals({ command, values, result, answer, isFresh }: Props) {
  const { company } = useIndex();
  const amounts = result?.fields.filter((field) => field.type === 'money' && answer?.[field.name] !== undefined) ?? [];
  const lines = command.fields.filter((field) => field.type === 'lines');
  // Payments are told by the answer, too.
  const own = amounts.length > 0 ? lines.slice(0, 1) : lines;
  const sums = own.flatMap((field) => sumsOf(field, (values[field.name] ?? []) as Values[], company.decimals));
  if (sums.length === 0 && amounts.length === 0) return null;
  const told = amounts.filter(
    (field) => field.name !== 'subtotal' && (field.name === 'total' || number(answer?.[field.name]).gt(0)),
  );
  return (
    <dl className="panel w-72 px-3 py-2 max-sm:w-full">
      {sums.map(({ label, sum }) => (
        <Figure key={label} label={label} text={display(show(sum, company.decimals), language(), company.decimals)} />
      ))}
      {told.map((field) => (
        <Figure
          key={field.name}
          label={field.label}
          text={
            field.name === 'total' ? `${company.currency} ${shown(field, answer ?? {})}` : shown(field, answer ?? {})
          }
          isTotal={field.name === 'total'}
          isStale={!isFresh}
        />
      ))}
    </dl>
  );
}

type FigureProps = { label: string; text: string; isTotal?: boolean; isStale?: boolean };

function Figure({ label, text, isTotal = false, isStale = false }: FigureProps) {
  const total = isTotal ? 'mt-1 border-t border-edge pt-1.5 text-lg font-semibold' : '';
  return (
    <div className={`flex justify-between gap-6 py-[3px] ${total} ${isStale ? 'text-ink-3' : ''}`}>
      <dt>{label}</dt>
      <dd className="tabular-nums">{text}</dd>
    </div>
  );
}
