import { api } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { say } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { instant } from '../value';

export function Comments({ resource, id }: { resource: string; id: string }) {
  const client = useQueryClient();
  const queryKey = ['comments', resource, id];
  const [text, setText] = useState('');
  const comments = useQuery({
    queryKey,
    queryFn: async () => {
      const { data } = await api.GET('/api/v1/comments/', { params: { query: { record: resource, row: id } } });
      return data?.results ?? [];
    },
  });
  const send = async () => {
    try {
      await api.POST('/api/v1/comments/', { body: { record: resource, row: id, text: text.trim() } });
      setText('');
      await client.invalidateQueries({ queryKey });
    } catch (error) {
      say((error as Error).message);
    }
  };
  if (comments.error) return <p className="text-ink-2">{comments.error.message}</p>;
  return (
    <div className="grid max-w-2xl gap-3">
      {comments.data?.map((comment) => (
        <article key={comment.id}>
          <p className="text-xs text-ink-3">
            {comment.author_name ?? t('history.program')} · {instant(comment.created_at)}
          </p>
          <p className="whitespace-pre-line">{comment.text}</p>
        </article>
      ))}
      {comments.data?.length === 0 ? <p className="text-ink-2">{t('comments.none')}</p> : null}
      <textarea
        aria-label={t('comments.new')}
        placeholder={t('comments.new')}
        rows={2}
        maxLength={4000}
        className="input"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="button" className="btn justify-self-start" disabled={!text.trim()} onClick={send}>
        {t('comments.send')}
      </button>
    </div>
  );
}
