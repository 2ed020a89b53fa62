import { api, type components, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { Field, Notice, Popover } from '@sanduk/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { asView, parseSearch, type Search, stringifySearch } from '../query';

type View = components['schemas']['ViewOut'];

const searchOf = (view: View): Search => ({
  ...parseSearch(view.query),
  ...(view.columns.length > 0 ? { cols: view.columns.join(' ') } : {}),
  view: view.id,
});

type Props = { resource: string; search: Search; columns: string[]; go: (search: Search, replace?: boolean) => void };

/** Saved views as tabs: a view is a query with columns. */
export function Views({ resource, search, columns, go }: Props) {
  const client = useQueryClient();
  const queryKey = ['views', resource];
  const views = useQuery({
    queryKey,
    queryFn: async () => {
      const { data } = await api.GET('/api/v1/views/', { params: { query: { resource } } });
      return data?.results ?? [];
    },
    staleTime: 60_000,
  });
  const reload = () => client.invalidateQueries({ queryKey });
  useUsualView(views.data, search, go);

  const remove = async (id: string) => {
    await api.DELETE('/api/v1/views/{id}/', { params: { path: { id } } });
    await reload();
    go({});
  };
  const current = views.data?.find((view) => view.id === search.view);
  return (
    <nav aria-label={t('list.views')} className="tabs">
      <Tab label={t('list.all')} isCurrent={!search.view} open={() => go({ view: '' })} />
      {views.data?.map((view) => (
        <Tab key={view.id} label={view.name} isCurrent={view === current} open={() => go(searchOf(view))} />
      ))}
      <Popover label={t('list.saveView')} className="btn quiet">
        {(close) => (
          <SaveView
            save={async (name, isShared, isDefault) => {
              const body = { resource, name, query: stringifySearch(asView(search)).slice(1), columns };
              const { data } = await api.POST('/api/v1/views/', {
                body: { ...body, is_shared: isShared, is_default: isDefault },
              });
              close();
              await reload();
              if (data) go(searchOf(data));
            }}
          />
        )}
      </Popover>
      {current?.is_own ? (
        <button type="button" className="btn quiet" onClick={() => remove(current.id)}>
          {t('list.deleteView')}
        </button>
      ) : null}
    </nav>
  );
}

/** Opens a list that was asked for without any filter with the view that its user has chosen for that. */
function useUsualView(views: View[] | undefined, search: Search, go: Props['go']) {
  const isDone = useRef(false);
  useEffect(() => {
    if (!views || isDone.current) return;
    isDone.current = true;
    const usual = views.find((view) => view.is_default && view.is_own);
    if (usual && Object.keys(search).length === 0) go(searchOf(usual), true);
  }, [views, search, go]);
}

function Tab({ label, isCurrent, open }: { label: string; isCurrent: boolean; open: () => void }) {
  return (
    <button type="button" className="tab" aria-current={isCurrent ? 'page' : undefined} onClick={open}>
      {label}
    </button>
  );
}

function SaveView({ save }: { save: (name: string, isShared: boolean, isDefault: boolean) => Promise<void> }) {
  const [problem, setProblem] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    try {
      await save(String(given.get('name')), given.has('shared'), given.has('default'));
    } catch (error) {
      if (error instanceof Problem) setProblem(error.message);
    }
  };
  return (
    <form className="grid w-64 gap-2 p-3" onSubmit={submit}>
      {problem ? <Notice bad>{problem}</Notice> : null}
      <Field id="view-name" label={t('list.viewName')}>
        <input id="view-name" name="name" required maxLength={100} className="input" />
      </Field>
      <label className="tick">
        <input type="checkbox" name="shared" /> {t('list.viewShared')}
      </label>
      <label className="tick">
        <input type="checkbox" name="default" /> {t('list.viewDefault')}
      </label>
      <button type="submit" className="btn primary">
        {t('form.save')}
      </button>
    </form>
  );
}
