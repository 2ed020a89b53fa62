import { Combobox as Base } from '@base-ui/react/combobox';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

export type Choice = { value: string; label: string; hint?: string | undefined; row: Record<string, unknown> };

/** What is offered behind the choices: to make what was typed, where it is none of them. */
export type Create = { label: (text: string) => string; run: (text: string) => void };
type Entry = Choice & { isNew?: boolean };

function entriesOf(choices: Choice[], text: string, create: Create | undefined): Entry[] {
  const typed = text.trim();
  if (!create || !typed || choices.some(({ value }) => value.toLowerCase() === typed.toLowerCase())) return choices;
  return [...choices, { value: typed, label: create.label(typed), row: {}, isNew: true }];
}

type Props = {
  value: string;
  /** What is shown for the value while nobody types; the value itself where it is left out. */
  shown?: string | undefined;
  /** A choice, or what was typed without choosing. */
  onPick: (choice: Choice | null, typed: string) => void;
  search: (text: string, signal: AbortSignal) => Promise<Choice[]>;
  create?: Create | undefined;
  label?: string;
  id?: string;
  className?: string;
  invalid?: boolean;
  describedBy?: string | undefined;
  inputRef?: (element: HTMLInputElement | null) => void;
};

/** Type-ahead against the server: the library owns keys and ARIA, a native popover its place above everything. */
export function Combobox(props: Props) {
  const { value, shown = value, onPick, search, create, className = 'input' } = props;
  const [text, setText] = useState(shown);
  const [entries, setEntries] = useState<Entry[]>([]);
  /** What the entries were found by: a text that was typed since may mean another one. */
  const [foundBy, setFoundBy] = useState('');
  const highlighted = useRef<Entry | undefined>(undefined);
  const [open, setOpen] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const creates = useRef(create);
  creates.current = create;
  const popup = useRef<HTMLDivElement>(null);
  const anchor = `--a${useId().replace(/\W/g, '')}`;
  const isShown = open && entries.length > 0;

  useEffect(() => setText(shown), [shown]);
  useEffect(() => {
    popup.current?.togglePopover(isShown);
  }, [isShown]);
  useEffect(() => {
    if (!isTyping) return;
    const stop = new AbortController();
    const found = (next: Choice[]) => {
      if (stop.signal.aborted) return;
      setEntries(entriesOf(next, text, creates.current));
      setFoundBy(text);
    };
    const timer = setTimeout(() => search(text, stop.signal).then(found, () => found([])), 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, isTyping, search]);

  const pick = (entry: Entry | null) => {
    if (!entry) return;
    setTyping(false);
    setText(entry.value);
    setOpen(false);
    setEntries([]);
    if (entry.isNew) create?.run(entry.value);
    else onPick(entry, entry.value);
  };
  const known = (typed: string) =>
    entries.find(({ isNew, value }) => !isNew && value.toLowerCase() === typed.toLowerCase());
  const leave = () => {
    setOpen(false);
    if (!isTyping) return;
    setTyping(false);
    const typed = text.trim();
    onPick(known(typed) ?? null, typed);
  };
  /** Tab takes what is highlighted, or else the one whose code was typed in full. */
  const take = () => {
    const entry = highlighted.current;
    if (!isShown || !isTyping || foundBy !== text || !text.trim() || !entry || entry.isNew) return;
    pick(known(text.trim()) ?? entry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && !event.shiftKey) take();
    if (event.key !== 'Escape' || !isShown) return;
    event.stopPropagation();
    setOpen(false);
  };

  return (
    <Base.Root<Entry>
      inline
      items={entries}
      filter={null}
      autoHighlight
      open={isShown}
      onOpenChange={setOpen}
      value={null}
      inputValue={text}
      itemToStringLabel={(entry) => entry.value}
      isItemEqualToValue={(a, b) => a?.value === b?.value && a?.isNew === b?.isNew}
      onInputValueChange={(typed, { reason }) => {
        if (reason !== 'input-change') return;
        setTyping(true);
        setText(typed);
        setOpen(true);
      }}
      onValueChange={pick}
      onItemHighlighted={(entry) => {
        highlighted.current = entry;
      }}
    >
      <Base.Input
        id={props.id}
        ref={props.inputRef}
        className={className}
        style={{ anchorName: anchor }}
        aria-label={props.label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
      <div ref={popup} popover="manual" className="float anchored" style={{ positionAnchor: anchor }}>
        <Base.List aria-label={props.label}>
          {(entry: Entry) => (
            <Base.Item
              key={`${entry.value} ${entry.isNew}`}
              value={entry}
              className="option"
              onMouseDown={(event: React.MouseEvent) => event.preventDefault()}
            >
              {entry.isNew ? (
                <span className="text-accent">{entry.label}</span>
              ) : (
                <>
                  <bdi className="font-medium">{entry.value}</bdi>
                  <span className="truncate text-ink-2">{entry.label}</span>
                  {entry.hint ? <span className="ms-auto ps-4 text-ink-3">{entry.hint}</span> : null}
                </>
              )}
            </Base.Item>
          )}
        </Base.List>
      </div>
    </Base.Root>
  );
}
