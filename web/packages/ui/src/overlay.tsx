import { CSPProvider } from '@base-ui/react/csp-provider';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useState } from 'react';

/** Keeps the library from writing style elements, which the policy refuses. */
export const Policy = ({ children }: { children: ReactNode }) => (
  <CSPProvider disableStyleElements>{children}</CSPProvider>
);

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  className?: string;
  /** The id of the element that gets the focus, where it is not the first. */
  focus?: string;
  /** Where the content shows no title of its own. */
  bare?: boolean;
};

// A form that a dialog was opened from stands around it in the program, though not on the page: it must not be sent by what is typed here.
const keepSubmit = (event: SyntheticEvent) => event.stopPropagation();
function keepKeys(event: KeyboardEvent) {
  const isSave = event.key.toLowerCase() === 's';
  if (!(event.ctrlKey || event.metaKey) || !(isSave || event.key === 'Enter')) return;
  if (isSave) event.preventDefault();
  event.stopPropagation();
}

export function Dialog(props: DialogProps) {
  const { open, onClose, title, children, className = 'w-[min(440px,94vw)]', focus, bare = false } = props;
  return (
    <BaseDialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="backdrop" />
        <BaseDialog.Popup
          className={`modal ${className}`}
          aria-label={bare ? title : undefined}
          initialFocus={() => (focus ? document.getElementById(focus) : true)}
          onSubmit={keepSubmit}
          onKeyDown={keepKeys}
        >
          {bare ? null : <BaseDialog.Title className="modal-title">{title}</BaseDialog.Title>}
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

type PopoverProps = { label: string; className?: string; children: (close: () => void) => ReactNode };

export function Popover({ label, className = 'btn', children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <BasePopover.Root open={open} onOpenChange={setOpen}>
      <BasePopover.Trigger className={className}>{label}</BasePopover.Trigger>
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={4} align="start" className="z-20">
          <BasePopover.Popup className="float" aria-label={label}>
            {children(() => setOpen(false))}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

export type MenuEntry = {
  label: string;
  run: () => void;
  checked?: boolean;
  /** Whether one choice is all that the menu is for. */
  closes?: boolean;
};
type MenuProps = { label: string; className?: string; groups: { label?: string; entries: MenuEntry[] }[] };

export function Menu({ label, className = 'btn', groups }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger className={className}>{label}</BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" className="z-20">
          <BaseMenu.Popup className="float min-w-48 py-1">
            {groups.map((group) => (
              <BaseMenu.Group key={group.label ?? group.entries[0]?.label}>
                {group.label ? <BaseMenu.GroupLabel className="group-label">{group.label}</BaseMenu.GroupLabel> : null}
                {group.entries.map((entry) => (
                  <Entry key={entry.label} {...entry} />
                ))}
              </BaseMenu.Group>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

function Entry({ label, run, checked, closes = false }: MenuEntry) {
  if (checked === undefined)
    return (
      <BaseMenu.Item className="option" onClick={run}>
        {label}
      </BaseMenu.Item>
    );
  return (
    <BaseMenu.CheckboxItem className="option" checked={checked} onCheckedChange={run} closeOnClick={closes}>
      <span className={checked ? 'font-semibold' : ''}>{label}</span>
      <BaseMenu.CheckboxItemIndicator className="ms-auto text-accent">✓</BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}
