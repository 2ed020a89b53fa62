import { t } from '@sanduk/i18n';
import type { FieldMeta, Row } from '../meta';
import { shown } from '../value';

type Props = { fields: FieldMeta[]; before: Row | null; theirs: Row; onMine: () => void; onTheirs: () => void };

/** Somebody else has changed the row: what was typed stays, and theirs is shown beside what it was. */
export function Conflict({ fields, before, theirs, onMine, onTheirs }: Props) {
  const changed = fields.filter((field) => shown(field, before ?? {}) !== shown(field, theirs));
  return (
    <section role="alert" className="rounded-sm border border-warn bg-warn-soft p-3">
      <h2 className="font-semibold text-warn">{t('conflict.title')}</h2>
      <ul className="my-2 list-disc ps-4">
        {changed.map((field) => (
          <li key={field.name}>
            {t('conflict.change', {
              field: field.label,
              before: shown(field, before ?? {}) || '–',
              after: shown(field, theirs) || '–',
            })}
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <button type="button" className="btn" onClick={onMine}>
          {t('conflict.mine')}
        </button>
        <button type="button" className="btn" onClick={onTheirs}>
          {t('conflict.theirs')}
        </button>
      </div>
    </section>
  );
}
