import { call, session } from '@sanduk/api';
import { LANGUAGES, language, t } from '@sanduk/i18n';
import { type MenuItem, useIndex } from '@sanduk/resource';
import { Menu, onLook, remember, say } from '@sanduk/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useReducer, useState } from 'react';
import { ShownOnce } from './company/shown-once';
import { hearEarly } from './early';
import { Inbox } from './inbox';
import { looks } from './look';
import { usePlaces } from './places';

const loadPalette = () => import('./palette');
const Palette = lazy(loadPalette);
const Shortcuts = lazy(() => import('./shortcuts'));

type Sheet = 'palette' | 'shortcuts' | null;

/** The two sheets that a key opens from everywhere. */
function useSheet() {
  const [sheet, setSheet] = useState<Sheet>(null);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      const isTyping = (event.target as Element).closest('input, textarea, select');
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) setSheet('palette');
      else if (event.key === '?' && !isTyping) setSheet('shortcuts');
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);
  // It is still loaded, and whoever calls for it types on at once.
  useEffect(() => (sheet === 'palette' ? hearEarly() : undefined), [sheet]);
  return [sheet, setSheet] as const;
}

export function Shell() {
  const [sheet, setSheet] = useSheet();
  const [isMenuOpen, setMenuOpen] = useState(false);
  // Whoever calls for the palette types on at once.
  useEffect(() => void loadPalette(), []);
  return (
    <div className="grid h-dvh grid-cols-[212px_minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)] max-md:grid-cols-1 print:block">
      <a href="#content" className="skip">
        {t('shell.skip')}
      </a>
      <TopBar isMenuOpen={isMenuOpen} onMenu={() => setMenuOpen(!isMenuOpen)} onSheet={setSheet} />
      <SideMenu isOpen={isMenuOpen} onClose={() => setMenuOpen(false)} />
      <main id="content" className="flex min-h-0 min-w-0 flex-col">
        {/* A part that is still loaded leaves the menu where it is. */}
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <ShownOnce />
      <Suspense>
        {sheet === 'palette' ? <Palette onClose={() => setSheet(null)} /> : null}
        {sheet === 'shortcuts' ? <Shortcuts onClose={() => setSheet(null)} /> : null}
      </Suspense>
    </div>
  );
}

type TopBarProps = { isMenuOpen: boolean; onMenu: () => void; onSheet: (sheet: Sheet) => void };

function TopBar({ isMenuOpen, onMenu, onSheet }: TopBarProps) {
  const { company } = useIndex();
  const [, again] = useReducer((before: number) => before + 1, 0);
  useEffect(() => onLook(again), []);
  return (
    <header className="no-print col-span-full flex items-center gap-3 border-b border-line bg-surface px-4 max-sm:gap-2">
      <button type="button" className="btn md:hidden" aria-expanded={isMenuOpen} onClick={onMenu}>
        {t('shell.menu')}
      </button>
      <Link to="/" className="w-[180px] truncate text-base font-semibold tracking-tight text-ink max-md:hidden">
        {company.name}
      </Link>
      <button type="button" className="search-button" onClick={() => onSheet('palette')}>
        <span className="truncate">{t('shell.search')}</span>
        <kbd className="kbd max-md:hidden">Ctrl K</kbd>
      </button>
      <span className="flex-1 max-md:hidden" />
      <Inbox />
      <Menu label={t('shell.display')} className="btn quiet max-sm:hidden" groups={looks()} />
      <UserMenu onShortcuts={() => onSheet('shortcuts')} />
    </header>
  );
}

type Company = { slug: string; name: string; is_current: boolean };

/** The companies of this person, to go on in another one; nothing where there is only one. */
function useCompanies() {
  const { data = [] } = useQuery({
    queryKey: ['companies'],
    queryFn: async () => (await call<{ results: Company[] }>('/api/v1/users/me/companies/')).data.results,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  // A new page has no memory of the company before.
  const again = () => location.assign('/admin/');
  useEffect(() => session.onMove(again));
  if (data.length < 2) return [];
  const move = (slug: string) => session.moveTo(slug).then(again, (problem: Error) => say(problem.message));
  const entries = data.map(({ slug, name, is_current }) => ({
    label: name,
    checked: is_current,
    run: () => (is_current ? undefined : void move(slug)),
  }));
  return [{ label: t('shell.company'), entries }];
}

function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { user } = useIndex();
  const navigate = useNavigate();
  const companies = useCompanies();
  const speak = (name: string) => {
    remember('language', name);
    location.reload();
  };
  const logOut = async () => {
    await session.logOut();
    // A new page has no memory of what this user has seen.
    location.assign('/admin/login');
  };
  const languages = Object.entries(LANGUAGES).map(([name, label]) => ({
    label,
    checked: language() === name,
    run: () => speak(name),
  }));
  return (
    <Menu
      label={user.name}
      className="btn quiet max-sm:max-w-24"
      groups={[
        {
          label: user.email,
          entries: [
            { label: t('own.title'), run: () => void navigate({ to: '/me' }) },
            { label: t('told.title'), run: () => void navigate({ to: '/me/notifications' }) },
          ],
        },
        ...companies,
        { label: t('shell.language'), entries: languages },
        // A phone has no room for them in the bar.
        ...(matchMedia('(width < 40rem)').matches ? looks() : []),
        {
          entries: [
            { label: t('shortcuts.title'), run: onShortcuts },
            { label: t('shell.logOut'), run: logOut },
          ],
        },
      ]}
    />
  );
}

function SideMenu({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { menu } = useIndex();
  const places = usePlaces();
  return (
    <nav aria-label={t('shell.menu')} className={`side-menu ${isOpen ? 'is-open' : ''}`}>
      <Link {...SHARED} to="/" activeOptions={{ exact: true }} onClick={onClose}>
        {t('home.title')}
      </Link>
      {menu.map((group) => (
        <section key={group.label} className="mt-3">
          <h2 className="px-4 pb-0.5 text-xs font-semibold text-ink-3">{group.label}</h2>
          <ul>
            {group.items.map((item) => (
              <li key={item.label}>
                <MenuLink item={item} onClick={onClose} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {places.length > 0 ? (
        <section className="my-3">
          <h2 className="px-4 pb-0.5 text-xs font-semibold text-ink-3">{t('settings.title')}</h2>
          <ul>
            {places.map(({ label, to }) => (
              <li key={to}>
                <Link {...SHARED} to={to} onClick={onClose}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </nav>
  );
}

const SHARED = {
  className: 'menu-link',
  activeProps: { className: 'is-current' },
  activeOptions: { includeSearch: false },
};

function MenuLink({ item, onClick }: { item: MenuItem; onClick: () => void }) {
  const shared = { ...SHARED, onClick };
  if (item.resource)
    return (
      <Link {...shared} to="/r/$resource" params={{ resource: item.resource }}>
        {item.label}
      </Link>
    );
  if (item.command)
    return (
      <Link {...shared} to="/c/$command" params={{ command: item.command }}>
        {item.label}
      </Link>
    );
  return (
    <Link {...shared} to="/reports/$name" params={{ name: item.report ?? '' }}>
      {item.label}
    </Link>
  );
}
