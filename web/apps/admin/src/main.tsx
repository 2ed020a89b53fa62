import './app.css';
import './overrides';
import { Problem, speak } from '@sanduk/api';
import { isLanguage, type Language, start, t } from '@sanduk/i18n';
import { Policy, remember, remembered, say, Toasts } from '@sanduk/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { makeRouter } from './router';
import { SessionEnd } from './session-end';
import { Stray } from './stray';

const RETRIES = 2;

/** No list has a filter of this name. */
const IN_ADDRESS = 'display-language';

/** An address may choose the language that all pages are shown in from then on. */
function languageOfAddress(): void {
  const address = new URL(location.href);
  const name = address.searchParams.get(IN_ADDRESS);
  if (!isLanguage(name)) return;
  remember('language', name);
  address.searchParams.delete(IN_ADDRESS);
  history.replaceState(history.state, '', address);
}

function language(): Language {
  languageOfAddress();
  const chosen = remembered<string | null>('language', null) ?? navigator.language.slice(0, 2);
  return isLanguage(chosen) ? chosen : 'en';
}

const isWorthRetrying = (count: number, problem: Error) =>
  count < RETRIES && (!(problem instanceof Problem) || problem.unsure);

/** After an update the chunks of the old page are gone. */
addEventListener('vite:preloadError', () =>
  say(t('shell.updated'), { label: t('shell.reload'), run: () => location.reload() }),
);

const client = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying } } });
const chosen = language();
speak(chosen);
await start(chosen);
createRoot(document.getElementById('root') as HTMLElement).render(
  <Policy>
    <QueryClientProvider client={client}>
      <Toasts label={t('shell.news')}>
        <RouterProvider router={makeRouter(client)} />
        <SessionEnd />
        <Stray />
      </Toasts>
    </QueryClientProvider>
  </Policy>,
);
