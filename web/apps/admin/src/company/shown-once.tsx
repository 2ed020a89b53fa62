import { t } from '@sanduk/i18n';
import { Dialog, Notice, say } from '@sanduk/ui';
import { useEffect, useState } from 'react';

type Value = { label: string; value: string };
type Shown = { title: string; values: Value[]; close: () => void };

let show: (shown: Shown) => void = () => undefined;

/** Shows what nobody can see again, until it was closed. */
export const showOnce = (title: string, values: Value[]): Promise<void> =>
  new Promise((close) => show({ title, values, close }));

export function ShownOnce() {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    show = setShown;
  }, []);
  if (!shown) return null;
  const close = () => {
    setShown(undefined);
    shown.close();
  };
  return (
    <Dialog open onClose={close} title={shown.title} className="w-[min(560px,94vw)]">
      <div className="grid gap-3 p-4">
        <Notice>{t('once.help')}</Notice>
        {shown.values.map(({ label, value }) => (
          <div key={label}>
            <label className="label" htmlFor={`once-${label}`}>
              {label}
            </label>
            <div className="flex gap-2">
              <input
                id={`once-${label}`}
                readOnly
                className="input"
                value={value}
                onFocus={(event) => event.target.select()}
              />
              <button
                type="button"
                className="btn"
                onClick={() => copy(value)}
                aria-label={`${t('once.copy')}: ${label}`}
              >
                {t('once.copy')}
              </button>
            </div>
          </div>
        ))}
        <button type="button" className="btn primary justify-self-end" onClick={close}>
          {t('form.close')}
        </button>
      </div>
    </Dialog>
  );
}

const copy = (value: string) => navigator.clipboard.writeText(value).then(() => say(t('once.copied')));
