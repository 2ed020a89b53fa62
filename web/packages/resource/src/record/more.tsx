import { Tabs } from '@base-ui/react/tabs';
import { t } from '@sanduk/i18n';
import { Link } from '@tanstack/react-router';
import { keyOf, type RelatedMeta, type ResourceMeta, type Row } from '../meta';
import { useIndex } from '../session';
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
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2">
      {related.map(({ resource, report, label, filter }) => {
        const search = Object.fromEntries(Object.entries(filter).map(([name, of]) => [name, String(row[of] ?? '')]));
        return (
          <li key={label}>
            {resource ? (
              <Link to="/r/$resource" params={{ resource }} search={search}>
                {label}
              </Link>
            ) : (
              <Link to="/reports/$name" params={{ name: report ?? '' }} search={search}>
                {label}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
