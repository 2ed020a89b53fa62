import { t } from '@sanduk/i18n';
import { SheetBox } from '@sanduk/ui';
import { useState } from 'react';
import type { FieldMeta, Row } from '../meta';
import { shown } from '../value';

type Props = {
  fields: FieldMeta[];
  before: Row | null;
  theirs: Row;
  /** What was typed here, by the names of the fields. */
  mine: Record<string, string>;
  /** Goes on from what they have made of it; these fields stay as they were typed. */
  onChosen: (kept: Set<string>) => void;
};

/** Somebody else has changed the row: their values stand beside what was typed, and a person chooses where both have changed the same. */
export function Conflict({ fields, before, theirs, mine, onChosen }: Props) {
  const [taken, setTaken] = useState<Set<string>>(new Set());
  const text = (field: FieldMeta, row: Row | null) => shown(field, row ?? {}) || '–';
  const typed = (field: FieldMeta) => shown({ ...field, name: 'value' }, { value: mine[field.name] }) || '–';
  const isTheirs = (field: FieldMeta) => text(field, before) !== text(field, theirs);
  const isMine = ({ name }: FieldMeta) => name in mine;
  const choose = (name: string, isTaken: boolean) => {
    const next = new Set(taken);
    if (isTaken) next.add(name);
    else next.delete(name);
    setTaken(next);
  };
  const goOn = () => onChosen(new Set(Object.keys(mine).filter((name) => !taken.has(name))));
  return (
    <section role="alert" className="rounded-sm border border-warn bg-warn-soft p-3">
      <h2 className="font-semibold text-warn">{t('conflict.title')}</h2>
      <SheetBox label={t('conflict.title')} className="my-2">
        <table className="sheet">
          <thead>
            <tr>
              {['field', 'before', 'theirs', 'mine'].map((name) => (
                <th key={name} scope="col">
                  {t(`conflict.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.filter(isTheirs).map((field) => {
              const isBoth = isMine(field) && typed(field) !== text(field, theirs);
              const value = (words: string, isTaken: boolean) => (
                <label className="tick">
                  <input
                    type="radio"
                    name={`conflict-${field.name}`}
                    checked={taken.has(field.name) === isTaken}
                    onChange={() => choose(field.name, isTaken)}
                  />
                  <bdi>{words}</bdi>
                </label>
              );
              return (
                <tr key={field.name}>
                  <th scope="row">{field.label}</th>
                  <td className="words text-ink-2">{text(field, before)}</td>
                  <td className="words">{isBoth ? value(text(field, theirs), true) : text(field, theirs)}</td>
                  <td className="words">{isBoth ? value(typed(field), false) : isMine(field) ? typed(field) : ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </SheetBox>
      <button type="button" className="btn" onClick={goOn}>
        {t('conflict.goOn')}
      </button>
    </section>
  );
}
