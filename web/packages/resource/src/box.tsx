import { t } from '@sanduk/i18n';
import { type Choice, Combobox } from '@sanduk/ui';
import { useEffect, useState } from 'react';
import { QuickCreate, useCreatable } from './creatable';
import type { FieldMeta } from './meta';
import { isNumber, plain } from './numbers';
import { useChoices } from './references';

const TICKED = 200;
export type BoxProps = {
  field: FieldMeta;
  id: string;
  value: string;
  /** How the value of a reference is shown, where it is an id. */
  shown?: string | undefined;
  onChange: (value: string, shown?: string) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
  inputRef?: (element: HTMLElement | null) => void;
  /** Hears of a number what is in its box when it is left. */
  onLeave?: (typed: string) => void;
  /** Whether a reference may be to what is made on the spot. */
  creates?: boolean | undefined;
};

/** The box for one value, by what its metadata says it is. */
export function Box(props: BoxProps) {
  const { field } = props;
  if (field.ticked) return <TicksBox {...props} />;
  if (field.type === 'reference' && !field.many) return <ReferenceBox {...props} />;
  if (field.type === 'choice' && !field.many) return <ChoiceBox {...props} />;
  if (field.type === 'boolean') return <TruthBox {...props} />;
  if (field.type === 'long_text' || field.type === 'json') return <TextArea {...props} />;
  return <TextBox {...props} />;
}

const shared = ({ id, invalid, describedBy, inputRef }: BoxProps) => ({
  id,
  ref: inputRef,
  'aria-invalid': invalid || undefined,
  'aria-describedby': describedBy,
});

function ReferenceBox(props: BoxProps) {
  const search = useChoices(props.field);
  const [made, setMade] = useState<string | null>(null);
  const create = useCreatable(props.field, setMade);
  const onMade = (choice: Choice | null) => {
    setMade(null);
    if (choice) props.onChange(choice.value, choice.label);
  };
  return (
    <>
      <Combobox
        id={props.id}
        value={props.value}
        shown={props.shown}
        invalid={props.invalid ?? false}
        describedBy={props.describedBy}
        {...(props.inputRef ? { inputRef: props.inputRef } : {})}
        search={search}
        create={props.creates ? create : undefined}
        onPick={(choice, typed) => props.onChange(choice?.value ?? typed, choice?.label)}
      />
      {made === null ? null : <QuickCreate field={props.field} text={made} onMade={onMade} />}
    </>
  );
}

/** Several of a few rows. */
function TicksBox(props: BoxProps) {
  const { field, id, value, onChange } = props;
  const search = useChoices(field, TICKED);
  const [choices, setChoices] = useState<Choice[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    search('', stop.signal).then(setChoices, () => undefined);
    return () => stop.abort();
  }, [search]);
  const ticked = value.split(',').flatMap((one) => one.trim() || []);
  const toggle = (name: string) =>
    onChange((ticked.includes(name) ? ticked.filter((one) => one !== name) : [...ticked, name]).join(', '));
  return (
    <fieldset {...shared(props)} aria-label={field.label} tabIndex={-1}>
      {choices.map((choice) => (
        <label key={choice.value} className="tick min-h-(--row)" htmlFor={`${id}-${choice.value}`}>
          <input
            id={`${id}-${choice.value}`}
            type="checkbox"
            checked={ticked.includes(choice.value)}
            onChange={() => toggle(choice.value)}
          />
          {choice.value}
        </label>
      ))}
    </fieldset>
  );
}

function ChoiceBox(props: BoxProps) {
  const { field, value, onChange } = props;
  return (
    <select {...shared(props)} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
      {field.required && value ? null : <option value="" />}
      {field.choices?.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** A truth that may be left open has three states, which a tick cannot show. */
function TruthBox(props: BoxProps) {
  const { field, value, onChange } = props;
  if (field.nullable)
    return (
      <select {...shared(props)} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="" />
        <option value="true">{t('value.yes')}</option>
        <option value="false">{t('value.no')}</option>
      </select>
    );
  return (
    <input
      {...shared(props)}
      type="checkbox"
      className="size-4 accent-(--accent)"
      checked={value === 'true'}
      onChange={(event) => onChange(String(event.target.checked))}
    />
  );
}

function TextArea(props: BoxProps) {
  const { field, value, onChange } = props;
  const max = typeof field.max === 'number' ? { maxLength: field.max } : {};
  return (
    <textarea
      {...shared(props)}
      {...max}
      rows={4}
      className="input"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function TextBox(props: BoxProps) {
  const { field, value, onChange } = props;
  const type = field.type === 'date' || field.type === 'time' ? field.type : 'text';
  const max = field.type === 'text' && !field.many && typeof field.max === 'number' ? { maxLength: field.max } : {};
  return (
    <input
      {...shared(props)}
      {...max}
      type={type}
      inputMode={isNumber(field) ? 'decimal' : undefined}
      autoComplete="off"
      className={`input ${field.align ?? ''}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={(event) => {
        const read = plain(field, event.target.value);
        if (read !== value) onChange(read);
        props.onLeave?.(read);
      }}
    />
  );
}
