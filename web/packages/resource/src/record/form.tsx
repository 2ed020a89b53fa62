import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { say, useFirstBox } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { DraftNote, useDraft } from '../draft';
import { FormBox, isWide } from '../form-box';
import { bodyOf, type Values, valuesOf } from '../form-values';
import { LeaveGuard } from '../leave-guard';
import { type FieldMeta, fieldOf, keyOf, type MetaIndex, may, type ResourceMeta, type Row } from '../meta';
import { mistakesIn, plain } from '../numbers';
import { Problems } from '../problems';
import { rowQuery } from '../query';
import { refuse } from '../refusal';
import { filledIn, overrideOf } from '../registry';
import { useIndex } from '../session';
import { today } from '../today';
import { Conflict } from './conflict';
import { Delete } from './delete';
import { RecordHead } from './head';
import { More } from './more';
import { FormPreview } from './preview';

type Base = { row: Row | null; etag: string | undefined };
/** A new row may begin as a `model` of it is. */
type Props = Base & { meta: ResourceMeta; id: string; model?: Row };
type Kept = { changes: Record<string, string>; base: Base; key: string };

/** The groups with the fields that people fill in, those of a company's own behind the others. */
function groupsOf(meta: ResourceMeta, index: MetaIndex) {
  const isFilled = (field: FieldMeta | undefined): field is FieldMeta =>
    field !== undefined && !field.read_only && (!field.view || may(index, field.view));
  const groups = meta.groups.map((group) => ({
    ...group,
    fields: group.fields.map((name) => fieldOf(filledIn(meta), name)).filter(isFilled),
  }));
  return groups.filter((group) => group.fields.length > 0);
}

/** A name with a point is a place in the form, as it is in the paths of the server's errors. */
function nested(values: Record<string, string>): Values {
  const form: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const [first = '', rest] = name.split(/\.(.*)/);
    if (rest === undefined) form[first] = value;
    else form[first] = { ...(form[first] as Values), [rest]: value };
  }
  return form;
}

export function FormPage({ meta, id, row, etag, model }: Props) {
  const index = useIndex();
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const groups = useMemo(() => groupsOf(meta, index), [meta, index]);
  const fields = useMemo(() => groups.flatMap((group) => group.fields), [groups]);
  const [base, setBase] = useState<Base>({ row, etag });
  const [problems, setProblems] = useState<string[]>([]);
  const [key, setKey] = useState<string>(() => crypto.randomUUID());
  const before = valuesOf(fields, base.row ?? model ?? null, today(index));
  const element = useRef<HTMLFormElement>(null);
  useFirstBox(element, id === 'new');
  const form = useForm<Values>({ defaultValues: nested(before) });
  const { isDirty, isSubmitting } = form.formState;
  const isStale = base.etag !== etag;

  const typed = () =>
    Object.fromEntries(fields.map((field) => [field.name, plain(field, String(form.getValues(field.name) ?? ''))]));

  /** Goes on from the row as it is stored now; what was typed into these fields stays. */
  const startFrom = (kept: ReadonlySet<string>) => {
    const mine = typed();
    setBase({ row, etag });
    form.reset(nested(valuesOf(fields, row ?? model ?? null, today(index))));
    for (const name of kept) form.setValue(name, mine[name] ?? '', { shouldDirty: true });
    setProblems([]);
  };
  // What others have changed is shown at once while nothing has been typed here.
  useEffect(() => {
    if (isStale && !isDirty) startFrom(new Set());
  });

  const isNew = id === 'new';
  const changed = () => {
    const changes = Object.entries(typed()).filter(([name, value]) => value !== before[name]);
    return Object.fromEntries(changes);
  };
  const draftSince = useDraft<Kept>(form, `r/${meta.name}/${id}${model ? `/${model.id}` : ''}`, {
    pick: () => ({ changes: changed(), base, key }),
    restore: (kept) => {
      // What it was typed over: where others have changed that since, they are told apart.
      if (!isNew) {
        setBase(kept.base);
        form.reset(nested(valuesOf(fields, kept.base.row)));
      }
      setKey(kept.key);
      for (const [name, value] of Object.entries(kept.changes)) form.setValue(name, value, { shouldDirty: true });
    },
  });
  /** A new row has what was filled in, another what is different from before. */
  const changedFields = (values: Record<string, string>) =>
    fields.filter(({ name }) => values[name] !== (isNew ? '' : before[name]));
  const changeOf = (values: Record<string, string>) => bodyOf(changedFields(values), values);

  const send = async () => {
    const values = typed();
    const mistakes = mistakesIn(isNew ? fields : changedFields(values), values);
    if (mistakes) throw mistakes;
    const body = changeOf(values);
    const asked = isNew ? { body, key } : { method: 'PATCH', body, key, ifMatch: base.etag };
    const { data } = await call<Row>(isNew ? meta.path : `${meta.path}${encodeURIComponent(id)}/`, asked);
    void client.invalidateQueries({ queryKey: ['list', meta.name] });
    say(t('form.saved'));
    if (isNew) {
      const saved = { resource: meta.name, id: keyOf(meta, data) };
      return navigate({ to: '/r/$resource/$id', params: saved, replace: true, ignoreBlocker: true });
    }
    const now = await client.fetchQuery({ ...rowQuery(meta, id), staleTime: 0 });
    setBase({ row: now.data, etag: now.etag });
    form.reset(nested(valuesOf(fields, now.data)));
    void client.invalidateQueries({ queryKey: ['history', meta.name, id] });
  };
  const save = form.handleSubmit(async () => {
    try {
      await send();
      setProblems([]);
      setKey(crypto.randomUUID());
    } catch (error) {
      if (error instanceof Problem && error.status === 412)
        await client.invalidateQueries({ queryKey: ['row', meta.name, id] });
      else setProblems(refuse(form, error, (path) => fields.some((field) => field.name === path)));
      if (!(error instanceof Problem && error.unsure)) setKey(crypto.randomUUID());
    }
  });
  const submit = (event: FormEvent | KeyboardEvent) => {
    form.clearErrors();
    void save(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    submit(event);
  };

  const { note: Note } = overrideOf(meta.name);
  return (
    <form ref={element} noValidate className="flex min-h-0 flex-1 flex-col" onSubmit={submit} onKeyDown={onKeyDown}>
      <RecordHead meta={meta} row={base.row}>
        {base.row && may(index, meta.can.delete) ? <Delete meta={meta} id={id} etag={base.etag} /> : null}
        <button type="button" className="btn" onClick={() => router.history.back()}>
          {t('form.cancel')}
        </button>
        <button type="submit" className="btn primary" disabled={!(isDirty || model) || isSubmitting}>
          {t('form.save')}
        </button>
      </RecordHead>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <div className="grid max-w-5xl gap-4">
          <DraftNote since={draftSince} onDrop={() => startFrom(new Set())} />
          {row && Note ? <Note row={row} /> : null}
          {problems.length > 0 ? <Problems of={problems} /> : null}
          {isStale && isDirty && row ? (
            <Conflict fields={fields} before={base.row} theirs={row} mine={changed()} onChosen={startFrom} />
          ) : null}
          {groups.map((group) => (
            <section key={group.name} className="panel">
              <h2>{group.label}</h2>
              <div className="form-fields">
                {group.fields.map((field) => (
                  <div key={field.name} className={isWide(field) ? 'sm:col-span-2' : ''}>
                    <FormBox control={form.control} field={field} name={nameOf(base.row ?? model ?? null, field)} />
                  </div>
                ))}
              </div>
            </section>
          ))}
          {overrideOf(meta.name).preview ? (
            <FormPreview meta={meta} id={id} etag={base.etag} form={form} typed={typed} changeOf={changeOf} />
          ) : null}
          {base.row ? <More meta={meta} row={base.row} /> : null}
        </div>
      </div>
      <LeaveGuard isDirty={isDirty} />
    </form>
  );
}

const nameOf = (row: Row | null, field: FieldMeta) => (row?.names as Record<string, string> | undefined)?.[field.name];
