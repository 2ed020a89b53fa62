import { actFor, Problem, session } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import {
  commandQuery,
  indexQuery,
  ListPage,
  listQuery,
  parseSearch,
  reportQuery,
  resourceQuery,
  type Search,
  stringifySearch,
  useResource,
} from '@sanduk/resource';
import { Notice } from '@sanduk/ui';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Shell } from './shell';

const validateSearch = (search: Record<string, unknown>): Search => search as Search;

const root = createRootRouteWithContext<{ client: QueryClient }>()({});

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Search): { back?: string } => search,
  component: lazyRouteComponent(() => import('./login'), 'LogIn'),
});

/** Everything behind the log-in. Who has no session is sent there, and comes back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      const index = await context.client.ensureQueryData(indexQuery);
      session.begin();
      actFor(index.company.slug);
      return { index };
    } catch (error) {
      const isOut = error instanceof Problem && error.status === 401;
      throw isOut ? redirect({ to: '/login', search: { back: location.href } }) : error;
    }
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./home/page'), 'HomePage'),
});

const list = createRoute({
  getParentRoute: () => inside,
  path: '/r/$resource',
  validateSearch,
  loaderDeps: ({ search }) => ({ search }),
  loader: async ({ context: { client, index }, params, deps }) => {
    const meta = await client.ensureQueryData(resourceQuery(params.resource, index.version));
    void client.prefetchQuery(listQuery(meta, deps.search));
  },
  component: function List() {
    const { resource } = list.useParams();
    return <ListPage key={resource} meta={useResource(resource)} search={list.useSearch()} />;
  },
});

const record = createRoute({
  getParentRoute: () => inside,
  path: '/r/$resource/$id',
  validateSearch,
  loader: ({ context: { client, index }, params }) =>
    client.ensureQueryData(resourceQuery(params.resource, index.version)),
  component: lazyRouteComponent(() => import('@sanduk/resource/record'), 'RecordPage'),
});

const command = createRoute({
  getParentRoute: () => inside,
  path: '/c/$command',
  validateSearch,
  loader: ({ context: { client, index }, params }) =>
    client.ensureQueryData(commandQuery(params.command, index.version)),
  component: lazyRouteComponent(() => import('@sanduk/resource/command'), 'CommandPage'),
});

const report = createRoute({
  getParentRoute: () => inside,
  path: '/reports/$name',
  validateSearch,
  loader: ({ context: { client, index }, params }) => client.ensureQueryData(reportQuery(params.name, index.version)),
  component: lazyRouteComponent(() => import('@sanduk/resource/report'), 'ReportPage'),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: '/import/$target',
  validateSearch: (search: Search): { run?: string } => search,
  component: lazyRouteComponent(() => import('@sanduk/resource/import'), 'ImportPage'),
});

const own = createRoute({
  getParentRoute: () => inside,
  path: '/me',
  component: lazyRouteComponent(() => import('./own'), 'OwnPage'),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  validateSearch,
  component: lazyRouteComponent(() => import('./company/settings'), 'SettingsPage'),
});

const Failed = ({ error }: ErrorComponentProps) => (
  <div className="p-4">
    <Notice bad>{String((error as Error).message ?? error)}</Notice>
  </div>
);

const Missing = () => <p className="p-4">{t('shell.missing')}</p>;

const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./company/jobs'), 'JobsPage'),
});

const approvals = createRoute({
  getParentRoute: () => inside,
  path: '/approvals',
  validateSearch,
  component: lazyRouteComponent(() => import('./company/approvals'), 'ApprovalsPage'),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch,
  component: lazyRouteComponent(() => import('./company/audit'), 'AuditPage'),
});

const series = createRoute({
  getParentRoute: () => inside,
  path: '/series',
  validateSearch,
  component: lazyRouteComponent(() => import('./company/series'), 'SeriesPage'),
});

const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/me/notifications',
  component: lazyRouteComponent(() => import('./own-notifications'), 'OwnNotificationsPage'),
});

const company = [settings, jobs, approvals, audit, series, notifications];

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([
      logIn,
      inside.addChildren([home, list, record, command, report, imports, own, ...company]),
    ]),
    context: { client },
    basepath: '/admin',
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: Failed,
    defaultNotFoundComponent: Missing,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
