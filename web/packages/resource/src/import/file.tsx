import { t } from '@sanduk/i18n';
import { type DragEvent, useState } from 'react';
import type { FieldMeta } from '../meta';
import { readTable, type Table } from './table';

type Props = {
  fields: FieldMeta[];
  onTable: (name: string, table: Table) => Promise<void>;
  onProblem: (problem: string) => void;
};

/** A file is chosen or dropped; below, what its columns can be. */
export function FileStep({ fields, onTable, onProblem }: Props) {
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const known = new Set(fields.flatMap(({ name, label }) => [name.toLowerCase(), label.toLowerCase()]));
    try {
      const table = await readTable(file, known);
      if (table) await onTable(file.name, table);
      else onProblem(t('import.empty'));
    } catch (error) {
      onProblem(t('import.unreadable', { why: (error as Error).message }));
    }
  };
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  const drop = (event: DragEvent) => {
    over(false)(event);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which keys reach */}
      <div
        className={`grid justify-items-center gap-3 rounded-md border border-dashed p-8 ${isOver ? 'border-accent bg-accent-soft' : 'border-edge bg-surface'}`}
        onDragOver={over(true)}
        onDragLeave={over(false)}
        onDrop={drop}
      >
        <label className="btn primary file-button">
          {t('files.choose')}
          <input
            type="file"
            accept=".csv,.txt,.tsv,.xlsx"
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </label>
        <p className="text-center text-ink-2">{t('import.drop')}</p>
      </div>
      <section className="panel">
        <h2>{t('import.known')}</h2>
        <p className="px-3 pt-2 text-ink-2">{t('import.firstLine')}</p>
        <dl className="details">
          {fields.map(({ name, label, help, required }) => (
            <div key={name} title={help}>
              <dt>{required ? t('form.required', { label }) : label}</dt>
              <dd>
                <code>{name}</code>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
