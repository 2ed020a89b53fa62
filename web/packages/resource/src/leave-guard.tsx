import { t } from '@sanduk/i18n';
import { Dialog } from '@sanduk/ui';
import { useBlocker } from '@tanstack/react-router';

/** Asks before what was typed is left behind. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Dialog open={status === 'blocked'} onClose={() => reset?.()} title={t('leave.title')}>
      <div className="grid gap-4 p-4">
        <p>{t('leave.text')}</p>
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" onClick={proceed}>
            {t('leave.leave')}
          </button>
          <button type="button" className="btn primary" onClick={reset}>
            {t('leave.stay')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
