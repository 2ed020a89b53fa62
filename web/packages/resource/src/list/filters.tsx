import { t } from '@sanduk/i18n';
import { Field, Popover } from '@sanduk/ui';
import { useQueries } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Box } from '../box';
import { type FieldMeta, type ResourceMeta, resourceQuery } from '../meta';
import { plain } from '../numbers';
import { type Condition, conditionsOf, type Search } from '../query';
import { useIndex } from '../session';
import { shown } from '../value';

const THROUGH = '__';

/** What a list can be filtered by: its fields, and parameters of its own. */
function filtersOf(meta: ResourceMeta): FieldMeta[] {
  const fields = meta.fields.filter((field) => field.filter);
  const others = meta.parameters.filter((parameter) => !fields.some((field) => field.name === parameter.name));
  return [...fields, ...others.map((parameter) => ({ ...parameter, filter: [''] }))];
}

/** The fields of the rows that a reference leads to, which are asked through it: `category__name`. */
function through(reference: FieldMeta, target: ResourceMeta | undefined): FieldMeta[] {
  const fields = target?.fields.filter(({ filter, type }) => filter && type !== 'reference') ?? [];
  return fields.map((field) => ({
    ...field,
    name: reference.name + THROUGH + field.name,
    label: `${reference.label}: ${field.label}`,
  }));
}

/** Those filters, and behind them the ones through references of which `isWanted` is true. */
function useFilters(meta: ResourceMeta, isWanted: (reference: string) => boolean): FieldMeta[] {
  const { version, resources } = useIndex();
  const isListed = (name: string | undefined) => resources.some((resource) => resource.name === name);
  const references = meta.fields.filter(
    ({ name, type, filter, to }) => type === 'reference' && filter && isListed(to) && isWanted(name),
  );
  const targets = useQueries({ queries: references.map(({ to = '' }) => resourceQuery(to, version)) });
  return [...filtersOf(meta), ...references.flatMap((reference, place) => through(reference, targets[place]?.data))];
}

const SEVERAL = new Set(['in', 'not_in']);

function wordsOf(field: FieldMeta, { operator, value }: Condition): string {
  if (operator === 'isnull') return t(value === 'true' ? 'value.yes' : 'value.no');
  const each = SEVERAL.has(operator) ? value.split(',') : [value];
  return each.map((one) => shown(field, { [field.name]: one })).join(', ');
}

type Props = { meta: ResourceMeta; search: Search; change: (changes: Search) => void };

export function Filters({ meta, search, change }: Props) {
  const conditions = conditionsOf(search);
  const fields = useFilters(meta, (name) => conditions.some((one) => one.name.startsWith(name + THROUGH)));
  const clear = () => change(Object.fromEntries(conditions.map(({ key }) => [key, ''])));
  return (
    <>
      {conditions.map((condition) => {
        const field = fields.find((one) => one.name === condition.name);
        const label = field?.label ?? condition.name;
        return (
          <span key={condition.key} className="chip">
            <span className="text-ink-2">
              {label} {t(`operator.${condition.operator || 'is'}`)}
            </span>
            <b className="font-semibold">{field ? wordsOf(field, condition) : condition.value}</b>
            <button
              type="button"
              className="chip-remove"
              aria-label={t('list.removeFilter', { what: label })}
              onClick={() => change({ [condition.key]: '' })}
            >
              ×
            </button>
          </span>
        );
      })}
      {conditions.length > 1 ? (
        <button type="button" className="btn quiet" onClick={clear}>
          {t('list.clearFilters')}
        </button>
      ) : null}
      {fields.length > 0 ? (
        <Popover label={t('list.addFilter')}>
          {(close) => (
            <FilterForm
              meta={meta}
              onAdd={(key, value) => {
                close();
                change({ [key]: value });
              }}
            />
          )}
        </Popover>
      ) : null}
    </>
  );
}

/** The box for the other side of a comparison: an emptiness is a yes or no, several values are words with commas between. */
function operand(field: FieldMeta, operator: string): FieldMeta {
  const { max: _, ...plainField } = field;
  if (operator === 'isnull' || field.type === 'boolean') return { ...plainField, type: 'boolean', nullable: true };
  if (SEVERAL.has(operator)) return { ...plainField, many: true };
  return { ...plainField, required: true };
}

function FilterForm({ meta, onAdd }: { meta: ResourceMeta; onAdd: (key: string, value: string) => void }) {
  const fields = useFilters(meta, () => true);
  const [name, setName] = useState(fields[0]?.name ?? '');
  const [operator, setOperator] = useState('');
  const [value, setValue] = useState('');
  const field = fields.find((one) => one.name === name);
  if (!field) return null;

  const add = (event: FormEvent) => {
    event.preventDefault();
    const given = plain(field, value).trim();
    if (given) onAdd(operator ? `${name}__${operator}` : name, given);
  };
  return (
    <form className="flex flex-wrap items-end gap-2 p-3" onSubmit={add}>
      <Field id="filter-field" label={t('list.filterField')}>
        <select
          id="filter-field"
          className="input"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setOperator('');
            setValue('');
          }}
        >
          {fields.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
      </Field>
      <Field id="filter-operator" label={t('list.filterOperator')}>
        <select
          id="filter-operator"
          className="input"
          value={operator}
          onChange={(event) => {
            setOperator(event.target.value);
            setValue('');
          }}
        >
          {field.filter?.map((one) => (
            <option key={one} value={one}>
              {t(`operator.${one || 'is'}`)}
            </option>
          ))}
        </select>
      </Field>
      <div className="w-44">
        <Field id="filter-value" label={t('list.filterValue')}>
          <Box
            key={`${name} ${operator}`}
            id="filter-value"
            field={operand(field, operator)}
            value={value}
            onChange={setValue}
          />
        </Field>
      </div>
      <button type="submit" className="btn primary">
        {t('list.filterAdd')}
      </button>
    </form>
  );
}
