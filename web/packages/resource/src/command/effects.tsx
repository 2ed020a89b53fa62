import { t } from '@sanduk/i18n';
import { SheetBox } from '@sanduk/ui';
import type { ReactNode } from 'react';
import type { FieldMeta, Row } from '../meta';
import { shown } from '../value';

type Effect = { name: string; type: FieldMeta['type']; align?: 'end' };

const text = (name: string): Effect => ({ name, type: 'text' });
const amount = (name: string): Effect => ({ name, type: 'money', align: 'end' });

/** The columns of each effect; the number is told at the top of the page. */
const ENTRY = [text('account'), text('name'), amount('debit'), amount('credit')];
const TABLES: Record<string, Effect[]> = {
  stock: [text('name'), amount('before'), amount('change'), amount('after')],
  taxes: [text('name'), { name: 'rate', type: 'rate', align: 'end' }, amount('net'), amount('tax')],
  numbers: [text('kind'), text('number')],
};

/** What a command would do: the entries it would post, stock before and afterwards, taxes, numbers. */
export function Effects({ effects }: { effects: Record<string, Row[]> }) {
  const inEntries = new Set(effects.entries?.map((entry) => entry.number));
  const told: Record<string, Row[] | undefined> = {
    ...effects,
    numbers: effects.numbers?.filter(({ number }) => !inEntries.has(number)),
  };
  const isNothing = ![effects.entries, ...Object.keys(TABLES).map((name) => told[name])].some((rows) => rows?.length);
  if (isNothing) return <p className="p-4 text-ink-2">{t('preview.nothing')}</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      {effects.entries?.map((entry) => (
        <Section key={String(entry.number)} title={`${t('effects.entries')} ${entry.number ?? ''}`}>
          <Table label={t('effects.entries')} columns={ENTRY} rows={entry.lines as Row[]} />
        </Section>
      ))}
      {Object.entries(TABLES).map(([name, columns]) =>
        told[name]?.length ? (
          <Section key={name} title={t(`effects.${name}`)}>
            <Table label={t(`effects.${name}`)} columns={columns} rows={told[name]} />
          </Section>
        ) : null,
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}

/** A zero in a column of amounts says nothing. */
const isZero = (value: unknown) => /^-?0(\.0+)?$/.test(String(value));

function Table({ label, columns, rows }: { label: string; columns: Effect[]; rows: Row[] }) {
  return (
    <SheetBox label={label}>
      <table className="sheet">
        <thead>
          <tr>
            {columns.map(({ name, align }) => (
              <th key={name} scope="col" className={align}>
                {t(`effects.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer never move
            <tr key={place}>
              {columns.map((column) => {
                const isBlank = (column.name === 'debit' || column.name === 'credit') && isZero(row[column.name]);
                return (
                  <td key={column.name} className={column.align ?? 'words'}>
                    {isBlank ? '' : shown({ ...column, name: column.name }, row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </SheetBox>
  );
}
