import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';

const manager = Toast.createToastManager();

/** Says something for a moment, with somewhere to go where there is more to see. */
export function say(text: string, link?: { label: string; run: () => void }): void {
  manager.add({ description: text, ...(link ? { actionProps: { children: link.label, onClick: link.run } } : {}) });
}

export function Toasts({ children, label }: { children: ReactNode; label: string }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label={label}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast">
      <Toast.Description />
      <Toast.Action className="btn quiet" />
    </Toast.Root>
  ));
}
