import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { may, type Page, type Row, useIndex } from '@sanduk/resource';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

/** A policy that names nobody asks nobody. */
export function PolicyNote({ row }: { row: Row }) {
  const index = useIndex();
  const steps = useQuery({
    queryKey: ['list', 'approval-steps', 'of', row.id],
    enabled: may(index, 'approvals.step.view'),
    queryFn: async () =>
      (await call<Page>('/api/v1/approval-steps/', { query: { policy: String(row.id), page_size: '1' } })).data.count,
  });
  if (steps.data !== 0) return null;
  return (
    <p role="status" className="rounded-sm border border-line bg-accent-soft px-3 py-2">
      {t('approvals.noSteps')}{' '}
      {may(index, 'approvals.step.create') ? (
        <Link
          to="/r/$resource/$id"
          params={{ resource: 'approval-steps', id: 'new' }}
          search={{ policy: String(row.code) }}
        >
          {t('approvals.addStep')}
        </Link>
      ) : null}
    </p>
  );
}
