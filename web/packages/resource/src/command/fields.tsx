import type { ReactNode } from 'react';
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import { FormBox, isWide } from '../form-box';
import type { Values } from '../form-values';
import type { CommandMeta, FieldMeta, PartMeta, Row } from '../meta';
import { LineGrid, type Lines } from './line-grid';
import { shownFields } from './start';

type Computed = { parts: PartMeta[]; answer: Row | undefined };
type Props = {
  command: CommandMeta;
  form: UseFormReturn<Values>;
  values: Values;
  names: Record<string, string>;
  computed: Computed;
  totals: ReactNode;
};

/** The boxes of a command, then its lines; the totals stand beside the last lines. */
export function CommandFields({ command, form, values, names, computed, totals }: Props) {
  const fields = command.fields.filter((field) => !field.instead_of);
  const boxes = fields.filter((field) => field.type !== 'lines' && field.type !== 'object');
  const objects = fields.filter((field) => field.type === 'object');
  const [first, ...others] = fields.filter((field) => field.type === 'lines');
  const grid = (field: FieldMeta) => (
    <LinesSection key={field.name} field={field} form={form} values={values} computed={computed} />
  );
  return (
    <>
      {boxes.length > 0 ? (
        <div className="panel form-fields">
          {boxes.map((field) => (
            <div key={field.name} className={isWide(field) ? 'sm:col-span-2' : ''}>
              <FormBox control={form.control} field={field} name={names[field.name]} />
            </div>
          ))}
        </div>
      ) : null}
      {objects.map((field) => (
        <section key={field.name} className="panel">
          <h2>{field.label}</h2>
          <div className="form-fields">
            {shownFields(field).map((inner) => (
              <FormBox key={inner.name} control={form.control} field={inner} path={`${field.name}.${inner.name}`} />
            ))}
          </div>
        </section>
      ))}
      {first ? grid(first) : null}
      <div className="flex flex-wrap items-start gap-4">
        <div className="grid min-w-64 flex-1 grid-cols-[minmax(0,1fr)] gap-3">{others.map(grid)}</div>
        {totals}
      </div>
    </>
  );
}

type SectionProps = Pick<Props, 'form' | 'values' | 'computed'> & { field: FieldMeta };

function LinesSection({ field, form, values, computed }: SectionProps) {
  const lines = (values[field.name] ?? []) as Lines;
  const errors = form.formState.errors[field.name];
  const change = (next: Lines) => {
    form.clearErrors(field.name);
    form.setValue(field.name as FieldPath<Values>, next, { shouldDirty: true });
  };
  const part = computed.parts.find((one) => one.name === field.name);
  const answered = computed.answer?.[field.name];
  return (
    <section className="min-w-0">
      <h2 className="mb-1 font-semibold">{field.label}</h2>
      {errors?.message ? <p className="mb-1 text-bad">{String(errors.message)}</p> : null}
      <LineGrid
        field={field}
        lines={lines}
        errors={errors as never}
        computed={part?.fields ?? []}
        answered={Array.isArray(answered) ? (answered as Row[]) : undefined}
        onChange={change}
      />
    </section>
  );
}
