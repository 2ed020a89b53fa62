import { t } from '@sanduk/i18n';
import { Notice } from '@sanduk/ui';
import type { FieldMeta } from '../meta';
import { type ImportAnswer, isLarge, type Mapping } from './ask';
import { Mend } from './mend';
import { Counts } from './result';
import type { Table } from './table';

/** What the server said, and of which file. */
export type Tried = { answer: ImportAnswer; table: Table };

type Props = {
  tried: Tried;
  fields: FieldMeta[];
  table: Table;
  mapping: Mapping;
  onTable: (table: Table) => void;
  skips: boolean;
  onSkip: (skips: boolean) => void;
  isBusy: boolean;
  onBack: () => void;
  onTry: () => void;
  onImport: () => void;
};

/** What the file would do; rows that are refused are mended here and tried again. */
export function Check(props: Props) {
  const { tried, table, skips, onSkip, isBusy, onBack, onTry, onImport } = props;
  const { answer } = tried;
  const isChanged = table !== tried.table;
  const isGood = !isChanged && (answer.refused === 0 || (skips && isLarge(table)));
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) isGood ? onImport() : onTry();
      }}
    >
      {answer.refused > 0 ? (
        <Notice bad>{t('import.refused', { count: answer.refused })}</Notice>
      ) : (
        <Notice>{t('import.good')}</Notice>
      )}
      <Counts answer={answer} />
      {answer.refused > 0 ? <Mend {...props} /> : null}
      {answer.refused > 0 && isLarge(table) ? (
        <label className="tick">
          <input type="checkbox" checked={skips} onChange={(event) => onSkip(event.target.checked)} />
          {t('import.skip')}
        </label>
      ) : null}
      <footer className="flex flex-wrap gap-2">
        <button type="button" className="btn" onClick={onBack}>
          {t('import.backToColumns')}
        </button>
        <button type="submit" className="btn primary" disabled={isBusy}>
          {isGood ? t('import.run', { count: table.rows.length - answer.refused }) : t('import.again')}
        </button>
      </footer>
    </form>
  );
}
