import { session } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { indexQuery } from '@sanduk/resource';
import { Dialog } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What this page shows belongs to a company that the session has left. It may be closed, to copy what was typed. */
export function Stray() {
  const company = useQueryClient().getQueryData(indexQuery.queryKey)?.company.name ?? '';
  const [open, setOpen] = useState(false);
  useEffect(() => session.onStray(() => setOpen(true)), []);
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title={t('stray.title')}>
      <div className="grid gap-4 p-4">
        <p>{t('stray.help', { company })}</p>
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => setOpen(false)}>
            {t('form.close')}
          </button>
          <button type="button" className="btn primary" onClick={() => location.assign('/admin/')}>
            {t('stray.reload')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
