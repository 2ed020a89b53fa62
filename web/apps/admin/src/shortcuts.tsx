import { t } from '@sanduk/i18n';
import { Dialog } from '@sanduk/ui';

const KEYS = {
  'shortcuts.everywhere': { palette: 'Ctrl K', save: 'Ctrl S', post: 'Ctrl Enter', sheet: '?' },
  'shortcuts.list': {
    move: '← → ↑ ↓',
    ends: 'Home End',
    open: 'Enter',
    select: 'Space',
    extend: 'Shift ← → ↑ ↓',
    search: '/',
    new: 'Alt N',
    copy: 'Ctrl C',
  },
  'shortcuts.record': { before: 'Alt Page ↑', after: 'Alt Page ↓' },
  'shortcuts.lines': {
    next: 'Enter',
    edit: 'F2',
    fill: 'Ctrl D',
    remove: 'Ctrl Delete',
    copy: 'Ctrl C',
    paste: 'Ctrl V',
  },
};

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={t('shortcuts.title')}>
      <div className="grid gap-4 p-4">
        {Object.entries(KEYS).map(([group, keys]) => (
          <section key={group}>
            <h3 className="mb-1 text-xs font-semibold text-ink-3">{t(group)}</h3>
            <dl className="grid grid-cols-[8rem_1fr] gap-y-1">
              {Object.entries(keys).map(([name, key]) => (
                <div key={name} className="contents">
                  <dt>
                    <kbd className="kbd">{key}</kbd>
                  </dt>
                  <dd>{t(`shortcuts.${name}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
