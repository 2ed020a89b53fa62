import { t } from '@sanduk/i18n';
import { Field } from '@sanduk/ui';
import type { FieldMeta } from '../meta';
import type { Choices, Mapping, Target } from './ask';
import type { Table } from './table';

/** So many rows show what the columns hold. */
const SHOWN = 8;

type Props = {
  target: Target;
  fields: FieldMeta[];
  table: Table;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  choices: Choices;
  onChoices: (choices: Choices) => void;
  isBusy: boolean;
  onBack: () => void;
  onNext: () => void;
};

/** Says which column is which field, over the first rows of the file. */
export function Columns(props: Props) {
  const { fields, table, mapping, isBusy, onBack, onNext } = props;
  const missing = fields.filter(({ name, required }) => required && !Object.values(mapping).includes(name));
  return (
    <>
      <p className="text-ink-2">{t('import.columnsHelp', { count: table.rows.length })}</p>
      <Preview {...props} />
      {missing.length > 0 ? (
        <p className="text-warn">{t('import.missing', { what: missing.map(({ label }) => label).join(', ') })}</p>
      ) : null}
      <Reading {...props} />
      <footer className="flex gap-2">
        <button type="button" className="btn" onClick={onBack}>
          {t('import.otherFile')}
        </button>
        <button type="button" className="btn primary" disabled={isBusy} onClick={onNext}>
          {t('import.check')}
        </button>
      </footer>
    </>
  );
}

function Preview({ fields, table, mapping, onMapping }: Props) {
  return (
    <section className="sheet-box shrink-0" aria-label={t('import.preview')}>
      <table className="sheet">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
          <tr>
            {table.columns.map((column) => (
              <td key={column} className="bg-head">
                <select
                  className="input min-w-32"
                  aria-label={t('import.fieldOf', { column })}
                  value={mapping[column]}
                  onChange={(event) => onMapping({ ...mapping, [column]: event.target.value })}
                >
                  <option value="">{t('import.leaveOut')}</option>
                  {fields.map(({ name, label, required }) => (
                    <option key={name} value={name}>
                      {required ? t('form.required', { label }) : label}
                    </option>
                  ))}
                </select>
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, SHOWN).map(({ line, cells }) => (
            <tr key={line}>
              {table.columns.map((column, at) => (
                <td key={column} className={mapping[column] ? '' : 'text-ink-3'}>
                  <bdi className="block max-w-64 truncate">{cells[at]}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const OPTIONS = {
  mode: ['', 'create', 'update'],
  by: ['', 'id'],
  decimal: ['', 'point', 'comma'],
  dates: ['', 'year-first', 'day-first', 'month-first'],
} as const;

/** How rows, numbers and dates are understood, where the file alone does not say it. */
function Reading({ target, table, mapping, choices, onChoices }: Props) {
  const ofRows = Object.values(mapping).includes('id') ? (['mode', 'by'] as const) : (['mode'] as const);
  const asked = [...(target.fields ? [] : ofRows), 'decimal', 'dates'] as const;
  return (
    <section className="panel">
      <h2>{t('import.reading')}</h2>
      <div className="form-fields">
        {asked.map((name) => (
          <Field key={name} id={`import-${name}`} label={t(`import.${name}`)}>
            <select
              id={`import-${name}`}
              className="input"
              value={choices[name]}
              onChange={(event) => onChoices({ ...choices, [name]: event.target.value })}
            >
              {OPTIONS[name].map((value) => (
                <option key={value} value={value}>
                  {t(`import.${name}.${value || 'usual'}`)}
                </option>
              ))}
            </select>
          </Field>
        ))}
        {target.fields ? (
          <Field id="import-document" label={t('import.document')} help={t('import.documentHelp')}>
            <select
              id="import-document"
              className="input"
              value={choices.document}
              onChange={(event) => onChoices({ ...choices, document: event.target.value })}
            >
              <option value="" />
              {table.columns.map((column) => (
                <option key={column}>{column}</option>
              ))}
            </select>
          </Field>
        ) : null}
      </div>
    </section>
  );
}
