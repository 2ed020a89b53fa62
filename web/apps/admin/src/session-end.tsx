import { actFor, session } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { indexQuery } from '@sanduk/resource';
import { Dialog } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { LogInForm } from './login-form';

/** A session that has ended is renewed over the page: what was typed stays, and what was asked for goes on. */
export function SessionEnd() {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  useEffect(() => session.onExpired(() => setOpen(true)), []);

  const goOn = async () => {
    const before = client.getQueryData(indexQuery.queryKey);
    actFor(undefined);
    const now = await client.fetchQuery({ ...indexQuery, staleTime: 0 });
    actFor(now.company.slug);
    if (now.user.id !== before?.user.id || now.company.slug !== before.company.slug) location.reload();
    setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onClose={() => undefined}
      title={t('login.again')}
      focus="password"
      className="w-[min(340px,94vw)]"
    >
      <div className="grid gap-3 p-4">
        <p className="text-ink-2">{t('login.againHelp')}</p>
        <LogInForm onDone={goOn} />
      </div>
    </Dialog>
  );
}
