import { SheetBox } from '@sanduk/ui';
import { useSuspenseQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type FieldMeta, fieldOf, type PartMeta, type ResourceMeta, type Row, resourceQuery } from '../meta';
import { overrideOf } from '../registry';
import { useIndex } from '../session';
import { fieldValue, shown } from '../value';
import { RecordHead } from './head';
import { More } from './more';
import { ReferenceLink } from './reference-link';

/** A row that commands have made: read, never typed into. */
export function DetailPage({ meta, row, children }: { meta: ResourceMeta; row: Row; children?: ReactNode }) {
  const parts = useParts(meta, row);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RecordHead meta={meta} row={row} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4 overflow-auto p-4">
        <Groups meta={meta} row={row} />
        {children}
        {parts.map((part) => (
          <Part key={part.name} part={part} rows={row[part.name] as Row[]} />
        ))}
        <More meta={meta} row={row} />
      </div>
    </div>
  );
}

const hasValue = (row: Row, field: FieldMeta | undefined): field is FieldMeta =>
  field !== undefined && field.type !== 'id' && shown(field, row) !== '';

function Groups({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const groups = meta.groups.map((group) => ({
    ...group,
    fields: group.fields.map((name) => fieldOf(meta, name)).filter((field) => hasValue(row, field)),
  }));
  return (
    <div className="columns-[22rem] gap-4 [&>section]:mb-4 [&>section]:break-inside-avoid">
      {groups
        .filter((group) => group.fields.length > 0)
        .map((group) => (
          <section key={group.name} className="panel">
            <h2>{group.label}</h2>
            <dl className="details">
              {group.fields.map((field) => (
                <div key={field.name}>
                  <dt title={field.help}>{field.label}</dt>
                  <dd>
                    <Value field={field} row={row} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </div>
  );
}

function Value({ field, row }: { field: FieldMeta; row: Row }) {
  const text = shown(field, row);
  const value = fieldValue(row, field.name);
  if (field.type !== 'reference' || !field.to || !value) return <bdi>{text}</bdi>;
  return <ReferenceLink resource={field.to} value={String(value)} text={text} />;
}

/** The parts that metadata tells, else those whose rows another resource describes. */
function useParts(meta: ResourceMeta, row: Row): PartMeta[] {
  const { version } = useIndex();
  const described = Object.entries(overrideOf(meta.name).parts ?? {});
  const metas = useSuspenseQueries({ queries: described.map(([, resource]) => resourceQuery(resource, version)) });
  const others = described.map(([name], place) => {
    const { label_plural = '', fields = [] } = metas[place]?.data ?? {};
    // What every line has in common with the head says nothing.
    return { name, label: label_plural, help: '', fields: fields.filter((field) => !fieldOf(meta, field.name)) };
  });
  return [...meta.parts, ...others].filter((part) => (row[part.name] as Row[] | undefined)?.length);
}

function Part({ part, rows }: { part: PartMeta; rows: Row[] }) {
  const fields = part.fields.filter((field) => rows.some((row) => hasValue(row, field)));
  return (
    <section>
      <h2 className="mb-1 font-semibold">{part.label}</h2>
      <SheetBox label={part.label}>
        <table className="sheet">
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} scope="col" className={field.align}>
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a posted document never move
              <tr key={place}>
                {fields.map((field) => (
                  <td key={field.name} className={field.align}>
                    <Value field={field} row={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </SheetBox>
    </section>
  );
}
