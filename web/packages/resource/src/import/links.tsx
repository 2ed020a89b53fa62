import { t } from '@sanduk/i18n';
import { Menu } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { may, type ResourceMeta } from '../meta';
import { useIndex } from '../session';
import { targetsQuery } from './ask';

/** Leads from a list to the wizard, where rows or documents below its path can be imported. */
export function ImportLinks({ meta }: { meta: ResourceMeta }) {
  const navigate = useNavigate();
  const index = useIndex();
  const asked = useQuery({ ...targetsQuery(index), enabled: may(index, 'imports.target.view') });
  const targets = asked.data ?? [];
  const [first, ...others] = targets.filter(({ path }) => path.startsWith(meta.path));
  if (!first) return null;
  if (others.length === 0)
    return (
      <Link className="btn" to="/import/$target" params={{ target: first.name }}>
        {t('import.import')}
      </Link>
    );
  const entries = [first, ...others].map(({ name, label }) => ({
    label,
    run: () => void navigate({ to: '/import/$target', params: { target: name } }),
  }));
  return <Menu label={t('import.import')} groups={[{ entries }]} />;
}
