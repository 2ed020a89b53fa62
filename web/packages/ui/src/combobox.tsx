import { Combobox as Base } from '@base-ui/react/combobox';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

export type Choice = { value: string; label: string; hint?: string | undefined; row: Record<string, unknown> };

type Props = {
  value: string;
  /** What is shown for the value while nobody types; the value itself where it is left out. */
  shown?: string | undefined;
  /** A choice, or what was typed without choosing. */
  onPick: (choice: Choice | null, typed: string) => void;
  search: (text: string, signal: AbortSignal) => Promise<Choice[]>;
  label?: string;
  id?: string;
  className?: string;
  invalid?: boolean;
  describedBy?: string | undefined;
  inputRef?: (element: HTMLInputElement | null) => void;
};

/** Type-ahead against the server: the library owns keys and ARIA, a native popover its place above everything. */
export function Combobox(props: Props) {
  const { value, shown = value, onPick, search, className = 'input' } = props;
  const [text, setText] = useState(shown);
  const [choices, setChoices] = useState<Choice[]>([]);
  const [open, setOpen] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const popup = useRef<HTMLDivElement>(null);
  const anchor = `--a${useId().replace(/\W/g, '')}`;
  const isShown = open && choices.length > 0;

  useEffect(() => setText(shown), [shown]);
  useEffect(() => {
    popup.current?.togglePopover(isShown);
  }, [isShown]);
  useEffect(() => {
    if (!isTyping) return;
    const stop = new AbortController();
    const found = (next: Choice[]) => !stop.signal.aborted && setChoices(next);
    const timer = setTimeout(() => search(text, stop.signal).then(found, () => found([])), 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, isTyping, search]);

  const pick = (choice: Choice | null) => {
    if (!choice) return;
    setTyping(false);
    setText(choice.value);
    setOpen(false);
    onPick(choice, choice.value);
  };
  const leave = () => {
    setOpen(false);
    if (!isTyping) return;
    setTyping(false);
    onPick(choices.find((choice) => choice.value.toLowerCase() === text.trim().toLowerCase()) ?? null, text.trim());
  };
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isShown) return;
    event.stopPropagation();
    setOpen(false);
  };

  return (
    <Base.Root<Choice>
      inline
      items={choices}
      filter={null}
      autoHighlight
      open={isShown}
      onOpenChange={setOpen}
      value={null}
      inputValue={text}
      itemToStringLabel={(choice) => choice.value}
      isItemEqualToValue={(a, b) => a?.value === b?.value}
      onInputValueChange={(typed, { reason }) => {
        if (reason !== 'input-change') return;
        setTyping(true);
        setText(typed);
        setOpen(true);
      }}
      onValueChange={pick}
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
        onKeyDown={close}
        onBlur={leave}
      />
      <div ref={popup} popover="manual" className="float anchored" style={{ positionAnchor: anchor }}>
        <Base.List aria-label={props.label}>
          {(choice: Choice) => (
            <Base.Item
              key={choice.value}
              value={choice}
              className="option"
              onMouseDown={(event: React.MouseEvent) => event.preventDefault()}
            >
              <bdi className="font-medium">{choice.value}</bdi>
              <span className="truncate text-ink-2">{choice.label}</span>
              {choice.hint ? <span className="ms-auto ps-4 text-ink-3">{choice.hint}</span> : null}
            </Base.Item>
          )}
        </Base.List>
      </div>
    </Base.Root>
  );
}
