import { Tabs } from '@base-ui/react/tabs';
import { call } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keyOf, type RelatedMeta, type ResourceMeta, type Row, resourceQuery } from '../meta';
import type { Page, Search } from '../query';
import { useIndex } from '../session';
import { shown } from '../value';
import { Comments } from './comments';
import { Files } from './files';
import { History } from './history';

/** What stands behind a row: what belongs to it, what happened to it, what people have said and attached. */
export function More({ meta, row }: { meta: ResourceMeta; row: Row }) {
  const id = keyOf(meta, row);
  const related = useRelated(meta);
  const tabs = [
    ...(related.length > 0 ? [{ name: 'related', content: <Related related={related} row={row} /> }] : []),
    ...(meta.history ? [{ name: 'history', content: <History meta={meta} id={id} /> }] : []),
    ...(meta.history ? [{ name: 'comments', content: <Comments resource={meta.name} id={id} /> }] : []),
    ...(meta.history ? [{ name: 'files', content: <Files resource={meta.name} id={id} /> }] : []),
  ];
  const [first] = tabs;
  if (!first) return null;
  return (
    <Tabs.Root className="panel no-print" defaultValue={first.name}>
      <Tabs.List className="tabs px-2">
        {tabs.map(({ name }) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {t(`more.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ name, content }) => (
        <Tabs.Panel key={name} value={name} className="p-3">
          {content}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function useRelated(meta: ResourceMeta): RelatedMeta[] {
  const { resources, reports } = useIndex();
  const known = new Set([...resources, ...reports].map(({ name }) => name));
  return meta.related.filter(({ resource, report }) => known.has(resource ?? report ?? ''));
}

function Related({ related, row }: { related: RelatedMeta[]; row: Row }) {
  const lists = related.filter(({ resource }) => resource);
  const reports = related.filter(({ report }) => report);
  const searchOf = ({ filter }: RelatedMeta) =>
    Object.fromEntries(Object.entries(filter).map(([name, of]) => [name, String(row[of] ?? '')]));
  return (
    <div className="grid gap-3">
      {lists.length > 0 ? (
        <ul className="pairs max-w-md">
          {lists.map((one) => (
            <RelatedList key={one.label} label={one.label} resource={one.resource ?? ''} search={searchOf(one)} />
          ))}
        </ul>
      ) : null}
      {reports.length > 0 ? (
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {reports.map((one) => (
            <li key={one.label}>
              <Link to="/reports/$name" params={{ name: one.report ?? '' }} search={searchOf(one)}>
                {one.label}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

type RelatedListProps = { label: string; resource: string; search: Search };

/** How many rows belong to this one, and what they come to. */
function RelatedList({ label, resource, search }: RelatedListProps) {
  const { version } = useIndex();
  const meta = useQuery(resourceQuery(resource, version)).data;
  const [by = ''] = Object.keys(search);
  const sums = meta?.fields.filter(
    ({ name, type, list }) => type === 'money' && list?.shown && meta.sums?.includes(name),
  );
  const isSummed = meta?.group_by?.includes(by) && sums && sums.length > 0;
  const asked = isSummed ? { group_by: by, sum: sums.map(({ name }) => name).join() } : { page_size: '1' };
  const { data } = useQuery({
    queryKey: ['list', resource, 'related', search],
    queryFn: async ({ signal }) =>
      (await call<Page>(meta?.path ?? '', { query: { ...search, ...asked }, signal })).data,
    enabled: meta !== undefined,
  });
  const groups = data?.groups ?? [];
  const count = data?.groups ? groups.reduce((sum, group) => sum + group.count, 0) : data?.count;
  const amounts = groups.flatMap((group) =>
    (sums ?? []).map((field) => `${field.label} ${group.currency ?? ''} ${shown(field, group.sums)}`),
  );
  return (
    <li>
      <Link to="/r/$resource" params={{ resource }} search={search}>
        <span>{label}</span>
        <span className="figures !whitespace-normal text-end">
          {[count === undefined ? '' : t('list.count', { count }), ...amounts].filter(Boolean).join(' · ')}
        </span>
      </Link>
    </li>
  );
}
