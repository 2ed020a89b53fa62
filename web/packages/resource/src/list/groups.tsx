import { dateLocale, language, t } from '@sanduk/i18n';
import { add, display, parse, show } from '@sanduk/money';
import { lineOf, Menu, SheetBox } from '@sanduk/ui';
import { Link } from '@tanstack/react-router';
import { type FieldMeta, fieldOf, type ResourceMeta } from '../meta';
import type { Group, Search } from '../query';
import { shown } from '../value';

/** A field, or with `__month` and `__year` the months and years of its days. */
function partOf(meta: ResourceMeta, by: string): { field: FieldMeta | undefined; part: string } {
  const [name = '', part = ''] = by.split('__');
  return { field: fieldOf(meta, name), part };
}

function labelOf(meta: ResourceMeta, by: string): string {
  const { field, part } = partOf(meta, by);
  const label = field?.label ?? by;
  return part ? t(`groups.${part}`, { what: label }) : label;
}

type Props = { meta: ResourceMeta; search: Search; change: (changes: Search) => void };

/** By what the rows of a list are put together. */
export function GroupChoice({ meta, search, change }: Props) {
  const { group_by = [], sums = [] } = meta;
  if (group_by.length === 0) return null;
  const entry = (by: string, label: string) => ({
    label,
    checked: (search.group_by ?? '') === by,
    closes: true,
    run: () => change({ group_by: by, sum: by ? sums.join() : '' }),
  });
  const entries = [entry('', t('groups.none')), ...group_by.map((by) => entry(by, labelOf(meta, by)))];
  const label = search.group_by ? t('groups.by', { what: labelOf(meta, search.group_by) }) : t('groups.title');
  return <Menu label={label} groups={[{ entries }]} />;
}

function dayAfter(day: string, part: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  if (part === 'year') next.setUTCFullYear(next.getUTCFullYear() + 1);
  else next.setUTCMonth(next.getUTCMonth() + 1);
  next.setUTCDate(next.getUTCDate() - 1);
  return next.toISOString().slice(0, 10);
}

/** The list of the rows of one group. */
function searchOf(meta: ResourceMeta, search: Search, { value }: Group): Search {
  const { group_by = '', sum: _, ordering: __, ...rest } = search;
  const { field, part } = partOf(meta, group_by);
  const name = field?.name ?? group_by;
  if (value === null) return { ...rest, [`${name}__isnull`]: 'true' };
  const text = String(value);
  if (!part) return { ...rest, [name]: text };
  const first = text.padEnd(10, '-01');
  return { ...rest, [`${name}__gte`]: first, [`${name}__lte`]: dayAfter(first, part) };
}

function wordsOf(meta: ResourceMeta, by: string, { value, name }: Group): string {
  if (value === null) return t('groups.without');
  const { field, part } = partOf(meta, by);
  if (part) {
    const [year = '', month] = String(value).split('-');
    const day = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, 1));
    const words: Intl.DateTimeFormatOptions =
      part === 'year' ? { year: 'numeric' } : { year: 'numeric', month: 'long' };
    return new Intl.DateTimeFormat(dateLocale(), { ...words, timeZone: 'UTC' }).format(day);
  }
  return name ?? (field ? shown({ ...field, name: 'value' }, { value }) : String(value));
}

const decimalsOf = (texts: string[]) => Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0));

function totalOf(groups: Group[], name: string): string {
  const texts = groups.map(({ sums }) => String(sums[name] ?? '0'));
  return show(add(texts.flatMap((text) => parse(text) ?? [])), decimalsOf(texts));
}

/** The numbers that are summed up. */
const summedIn = (meta: ResourceMeta, search: Search): FieldMeta[] =>
  (search.sum ?? '').split(',').flatMap((name) => fieldOf(meta, name) ?? []);

const isNumeric = (text: string) => parse(text) !== null;
/** What spreadsheets would take for a formula is marked, as in the server's own files. */
const safe = (text: string) => (/^[=+\-@\t\r＝＋－＠]/.test(text) && !isNumeric(text) ? `'${text}` : text);

/** The groups as they are shown, as a file; its numbers are plain. */
export function groupsAsCsv(meta: ResourceMeta, search: Search, groups: Group[]): Blob {
  const by = search.group_by ?? '';
  const summed = summedIn(meta, search);
  const hasCurrency = groups.some(({ currency }) => currency);
  const currency = (text: string) => (hasCurrency ? [text] : []);
  const head = [
    labelOf(meta, by),
    ...currency(t('groups.currency')),
    t('groups.count'),
    ...summed.map(({ label }) => label),
  ];
  const rows = groups.map((group) => [
    wordsOf(meta, by, group),
    ...currency(group.currency ?? ''),
    String(group.count),
    ...summed.map(({ name }) => String(group.sums[name] ?? '')),
  ]);
  const lines = [head, ...rows].map((cells) => `${lineOf(cells.map(safe), ',')}\r\n`);
  // Without the mark spreadsheets take the letters of other scripts for signs.
  return new Blob(['\ufeff', ...lines], { type: 'text/csv' });
}

/** The groups of a list with the sums of its numbers, each leading to its rows. */
export function Groups({ meta, search, groups }: { meta: ResourceMeta; search: Search; groups: Group[] }) {
  const by = search.group_by ?? '';
  const summed = summedIn(meta, search);
  const hasCurrency = groups.some(({ currency }) => currency);
  const isOneCurrency = new Set(groups.map(({ currency }) => currency)).size === 1;
  const number = (text: string) => display(text, language(), text.split('.')[1]?.length ?? 0);
  return (
    <SheetBox label={meta.label_plural} className="min-h-24 max-sm:shrink-0">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{labelOf(meta, by)}</th>
            {hasCurrency ? <th scope="col">{t('groups.currency')}</th> : null}
            <th scope="col" className="end">
              {t('groups.count')}
            </th>
            {summed.map(({ name, label }) => (
              <th key={name} scope="col" className="end">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={`${group.value} ${group.currency}`}>
              <td>
                <Link to="/r/$resource" params={{ resource: meta.name }} search={searchOf(meta, search, group)}>
                  <bdi>{wordsOf(meta, by, group)}</bdi>
                </Link>
              </td>
              {hasCurrency ? <td>{group.currency}</td> : null}
              <td className="end">{number(String(group.count))}</td>
              {summed.map(({ name }) => (
                <td key={name} className="end">
                  {number(String(group.sums[name] ?? ''))}
                </td>
              ))}
            </tr>
          ))}
          <tr className="strong">
            <td>{t('groups.total')}</td>
            {hasCurrency ? <td>{isOneCurrency ? groups[0]?.currency : ''}</td> : null}
            <td className="end">{number(String(groups.reduce((sum, { count }) => sum + count, 0)))}</td>
            {summed.map(({ name }) => (
              <td key={name} className="end">
                {isOneCurrency ? number(totalOf(groups, name)) : ''}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </SheetBox>
  );
}
