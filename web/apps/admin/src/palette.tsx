import { Autocomplete } from '@base-ui/react/autocomplete';
import { t } from '@sanduk/i18n';
import { offered, useIndex } from '@sanduk/resource';
import { Dialog } from '@sanduk/ui';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentProps, useEffect, useState } from 'react';
import { takeEarly } from './early';
import { type Found, useFound, useRecent } from './find';
import { usePlaces } from './places';

type KeyHearer = NonNullable<ComponentProps<typeof Autocomplete.Input>['onKeyDown']>;
type Group = { value: string; items: Found[] };

/** What is asked for by words alone: lists, reports, commands and new records. */
function useTargets(): Found[] {
  const index = useIndex();
  const screens = usePlaces();
  const list = t('palette.list');
  return [
    ...offered(index).map(({ name, label }) => ({ group: 'commands', label, hint: '', to: `/c/${name}` })),
    ...index.resources.flatMap(({ name, label, create }) =>
      create ? [{ group: 'commands', label: t('list.new', { what: label }), hint: '', to: `/r/${name}/new` }] : [],
    ),
    ...screens.filter(({ to }) => !to.startsWith('/r/')).map((place) => ({ group: 'places', hint: '', ...place })),
    ...index.resources.map(({ name, label_plural }) => ({
      group: 'places',
      label: label_plural,
      hint: list,
      to: `/r/${name}`,
    })),
    ...index.reports.map(({ name, label }) => ({
      group: 'places',
      label,
      hint: t('palette.report'),
      to: `/reports/${name}`,
    })),
  ];
}

const AT_MOST = 7;

function fitting(places: Found[], text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label }: Found) => words.every((word) => label.toLowerCase().includes(word));
  const found = places.filter(fits);
  const of = (group: string) => found.filter((one) => one.group === group).slice(0, AT_MOST);
  return [...of('places'), ...of('commands')];
}

function grouped(found: Found[]): Group[] {
  const groups = ['recent', 'records', 'places', 'commands'];
  return groups
    .map((group) => ({ value: t(`palette.${group}`), items: found.filter((one) => one.group === group) }))
    .filter((group) => group.items.length > 0);
}

/** One box for everything: where to go, what to find, what to do. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const places = useTargets();
  const [text, setText] = useState('');
  const { records, isPending } = useFound(text);
  const [isEntered, setEntered] = useState(false);
  const [isChosen, setChosen] = useState(false);
  const { recent, keep } = useRecent();
  const found = text.trim() ? [...records, ...fitting(places, text)] : [...recent, ...fitting(places, '')];

  const open = (one: Found) => {
    keep(one);
    onClose();
    void navigate({ href: one.to });
  };
  // Enter means what is found by all that was typed, which may still be looked for.
  const [first] = grouped(found)[0]?.items ?? [];
  useEffect(() => {
    if (!isEntered || isPending) return;
    setEntered(false);
    if (first) open(first);
  });
  const onKeyDown: KeyHearer = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setChosen(true);
    if (event.key !== 'Enter' || !isPending || isChosen) return;
    event.preventDefault();
    event.preventBaseUIHandler();
    setEntered(true);
  };
  const type = (typed: string) => {
    setText(typed);
    setEntered(false);
    setChosen(false);
  };
  const begin = () => {
    const early = takeEarly();
    if (early.typed) type(text + early.typed);
    if (early.typed && early.isEntered) setEntered(true);
  };
  return (
    <Dialog open onClose={onClose} title={t('palette.title')} bare className="w-[min(620px,94vw)]">
      <Autocomplete.Root
        inline
        open
        items={grouped(found)}
        filter={null}
        autoHighlight="always"
        keepHighlight
        value={text}
        onValueChange={type}
        itemToStringValue={(one: Found) => one.label}
      >
        <Autocomplete.Input
          className="h-11 w-full border-b border-line bg-transparent px-4 text-base outline-none"
          aria-label={t('palette.title')}
          placeholder={t('palette.hint')}
          onFocus={begin}
          onKeyDown={onKeyDown}
        />
        <Autocomplete.Empty className="px-4 py-3 text-ink-2 empty:hidden">{t('list.none')}</Autocomplete.Empty>
        <Autocomplete.List className="max-h-[52vh] overflow-auto py-1">
          {(group: Group) => (
            <Autocomplete.Group key={group.value} items={group.items}>
              <Autocomplete.GroupLabel className="group-label !px-4">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(one: Found) => (
                  <Autocomplete.Item key={one.to} value={one} className="option !px-4" onClick={() => open(one)}>
                    <span className="truncate">{one.label}</span>
                    <span className="ms-auto truncate ps-4 text-xs text-ink-2">{one.hint}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
      <p className="flex gap-4 border-t border-line px-4 py-2 text-xs text-ink-2">
        <span>
          <kbd className="kbd">↑</kbd> <kbd className="kbd">↓</kbd> {t('palette.choose')}
        </span>
        <span>
          <kbd className="kbd">Enter</kbd> {t('palette.open')}
        </span>
        <span>
          <kbd className="kbd">Esc</kbd> {t('form.close')}
        </span>
      </p>
    </Dialog>
  );
}
