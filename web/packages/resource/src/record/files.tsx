import { api, call, type components } from '@sanduk/api';
import { language, t } from '@sanduk/i18n';
import { say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { download } from '../download';
import { instant } from '../value';

type File = components['schemas']['AttachmentOut'];

const size = (bytes: number) =>
  new Intl.NumberFormat(language(), { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(bytes / 1000);

export function Files({ resource, id }: { resource: string; id: string }) {
  const client = useQueryClient();
  const queryKey = ['files', resource, id];
  const row = { record: resource, row: id };
  const files = useQuery({
    queryKey,
    queryFn: async () => {
      const { data } = await api.GET('/api/v1/attachments/', { params: { query: row } });
      return data?.results ?? [];
    },
  });
  const change = async (work: Promise<unknown>) => {
    await work.catch((error: Error) => say(error.message));
    await client.invalidateQueries({ queryKey });
  };
  const attach = (chosen: FileList | null) => {
    for (const file of chosen ?? []) {
      const query = { ...row, name: file.name };
      void change(call('/api/v1/files/', { query, body: file, key: crypto.randomUUID() }));
    }
  };
  const remove = (file: File) => change(api.DELETE('/api/v1/attachments/{id}/', { params: { path: { id: file.id } } }));

  if (files.error) return <p className="text-ink-2">{files.error.message}</p>;
  return (
    <div className="grid max-w-2xl gap-3">
      <ul className="grid gap-2">
        {files.data?.map((file) => (
          <li key={file.id} className="flex flex-wrap items-center gap-3">
            <button
              type="button"
              className="btn quiet"
              onClick={() => download(`/api/v1/attachments/${file.id}/content/`, {}, file.name)}
            >
              {file.name}
            </button>
            <span className="text-ink-2">
              {size(file.bytes)} · {file.author_name ?? t('history.program')} · {instant(file.created_at)}
            </span>
            {file.is_own ? (
              <button type="button" className="btn quiet" onClick={() => remove(file)}>
                {t('form.delete')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      <label className="btn justify-self-start">
        {t('files.attach')}
        <input type="file" multiple className="sr-only" onChange={(event) => attach(event.target.files)} />
      </label>
    </div>
  );
}
