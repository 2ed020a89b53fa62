import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Dialog, Notice, say } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ResourceMeta } from '../meta';

export function Delete({ meta, id, etag }: { meta: ResourceMeta; id: string; etag: string | undefined }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState('');

  const remove = async () => {
    try {
      await call(`${meta.path}${encodeURIComponent(id)}/`, {
        method: 'DELETE',
        ifMatch: etag,
        key: crypto.randomUUID(),
      });
      void client.invalidateQueries({ queryKey: ['list', meta.name] });
      say(t('form.deleted'));
      void navigate({ to: '/r/$resource', params: { resource: meta.name }, ignoreBlocker: true });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        {t('form.delete')}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('form.deleteTitle', { what: meta.label.toLowerCase() })}
      >
        <div className="grid gap-4 p-4">
          {problem ? <Notice bad>{problem}</Notice> : null}
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={() => setOpen(false)}>
              {t('form.cancel')}
            </button>
            <button type="button" className="btn primary" onClick={remove}>
              {t('form.delete')}
            </button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
