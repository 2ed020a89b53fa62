import { t } from '@sanduk/i18n';
import { type Column, remember, remembered } from '@sanduk/ui';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { textOf } from '../form-values';
import { codeOf, type FieldMeta, may, type ResourceMeta, type Row } from '../meta';
import type { Search } from '../query';
import { overrideOf, placeOf } from '../registry';
import { useIndex } from '../session';
import { fieldValue, shown } from '../value';

/** The fields that a list can show to this user. */
export function useListed(meta: ResourceMeta): FieldMeta[] {
  const index = useIndex();
  return useMemo(
    () => meta.fields.filter((field) => field.list && (!field.view || may(index, field.view))),
    [meta, index],
  );
}

/** A date in words is wider than the one that metadata thinks of. */
const usualWidth = ({ type, list }: FieldMeta) => Math.max(list?.width ?? 112, type === 'date' ? 116 : 0);

function cellOf(meta: ResourceMeta, field: FieldMeta, leads: boolean) {
  const own = overrideOf(meta.name).columns?.[field.name];
  if (own) return own;
  if (!leads) return (row: Row) => <bdi title={textOf(fieldValue(row, field.name))}>{shown(field, row)}</bdi>;
  return (row: Row) => {
    const place = placeOf(meta, row);
    const words = <bdi>{(field.name === meta.code ? codeOf(meta, row) : shown(field, row)) || t('value.linked')}</bdi>;
    if (!place) return words;
    return (
      <Link to={place} tabIndex={-1} draggable={false}>
        {words}
      </Link>
    );
  };
}

/** Columns: those of the address, else those chosen last on this device, else the usual ones. */
export function useColumns(meta: ResourceMeta, search: Search, change: (changes: Search) => void) {
  const listed = useListed(meta);
  const [widths, setWidths] = useState(() => remembered<Record<string, number>>(`widths.${meta.name}`, {}));
  const usual = listed.filter((field) => field.list?.shown).map((field) => field.name);
  const chosen = search.cols?.split(' ') ?? remembered<string[] | null>(`columns.${meta.name}`, null) ?? usual;
  const key = chosen.join(' ');

  const columns = useMemo(() => {
    const byName = new Map(listed.map((field) => [field.name, field]));
    const fields = key.split(' ').flatMap((name) => byName.get(name) ?? []);
    const title = meta.title.at(-1);
    // Where the code is not shown, the first column leads to the row.
    const leading = fields.find(({ name }) => name === meta.code) ?? fields[0];
    // One column takes the room that is left: the name, else the last one.
    const growing = fields.find(({ name }) => name === title && name !== meta.code) ?? fields.at(-1);
    return fields.map(
      (field): Column<Row> => ({
        name: field.name,
        label: field.label,
        width: widths[field.name] ?? usualWidth(field),
        grow: field === growing && !widths[field.name],
        align: field.align,
        sortable: meta.order.fields.includes(field.name),
        pinned: field === leading,
        cell: cellOf(meta, field, field === leading),
        text: (row) => textOf(fieldValue(row, field.name)),
      }),
    );
  }, [meta, listed, key, widths]);

  const choose = (names: string[] | null) => {
    remember(`columns.${meta.name}`, names);
    change({ cols: names?.join(' ') ?? '' });
  };
  return {
    columns,
    names: chosen,
    choose,
    resize: (name: string, width: number) => {
      const next = { ...widths, [name]: width };
      setWidths(next);
      remember(`widths.${meta.name}`, next);
    },
    move: (name: string, to: string) => {
      const rest = chosen.filter((one) => one !== name);
      choose(rest.toSpliced(chosen.indexOf(to), 0, name));
    },
  };
}
