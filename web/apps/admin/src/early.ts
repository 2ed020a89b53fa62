/** What is typed after the palette is called for and before its box has the focus: no element would hear it. */
let typed = '';
let isEntered = false;
let stop = () => {};

export function hearEarly(): () => void {
  typed = '';
  isEntered = false;
  const hear = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'Enter') isEntered = true;
    else if (key === 'Backspace') typed = typed.slice(0, -1);
    else if (key.length === 1) typed += key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('keydown', hear, true);
  stop = () => removeEventListener('keydown', hear, true);
  return stop;
}

/** Hands it over to the box, which hears the rest itself. */
export function takeEarly(): { typed: string; isEntered: boolean } {
  stop();
  const taken = { typed, isEntered };
  typed = '';
  isEntered = false;
  return taken;
}
