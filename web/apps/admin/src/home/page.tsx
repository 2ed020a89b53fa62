import { t } from '@sanduk/i18n';
import { allTiles, may, useIndex, useLive } from '@sanduk/resource';
import { useQueryClient } from '@tanstack/react-query';
import { FirstRun } from './first-run';
import './tiles';

/** What goes on in the company, as far as the user may see it. */
export function HomePage() {
  const index = useIndex();
  const client = useQueryClient();
  const shown = allTiles().filter(({ needs }) => needs.every((permission) => may(index, permission)));
  const wanted = new Set(shown.flatMap(({ topics }) => topics));
  const topics = index.resources.flatMap(({ name }) => (wanted.has(name) ? [name] : [])).join();
  useLive(topics, () => void client.invalidateQueries({ queryKey: ['home'] }));
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4">
      <h1 className="page-title mb-3">{t('home.title')}</h1>
      <FirstRun />
      <div className="tiles">
        {shown.map(({ name, content: Content }) => (
          <Content key={name} />
        ))}
      </div>
    </div>
  );
}
