import './app.css';
import './overrides';
import { Problem, speak } from '@sanduk/api';
import { isLanguage, type Language, start, t } from '@sanduk/i18n';
import { Policy, remembered, say, Toasts } from '@sanduk/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { makeRouter } from './router';
import { SessionEnd } from './session-end';

const RETRIES = 2;

function language(): Language {
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
      </Toasts>
    </QueryClientProvider>
  </Policy>,
);
