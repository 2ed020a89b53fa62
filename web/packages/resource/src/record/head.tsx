import { t } from '@sanduk/i18n';
import { Menu } from '@sanduk/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { codeOf, keyOf, may, type ResourceMeta, type Row, titleOf } from '../meta';
import { Neighbours } from '../neighbours';
import { offered } from '../offered';
import { overrideOf } from '../registry';
import { useIndex } from '../session';

const AS_BUTTONS = 2;

/** The commands that begin at this row, those that change its state only where they lead on from it; and another row like this one. */
function useActions(meta: ResourceMeta, row: Row | null) {
  const index = useIndex();
  const navigate = useNavigate();
  if (!row) return [];
  const labelOf = new Map(offered(index).map((command) => [command.name, command.label]));
  const { field = '', transitions = [] } = meta.states ?? {};
  const leadsOn = (command: string) => {
    const ways = transitions.filter((transition) => transition.command === command);
    return ways.length === 0 || ways.some((transition) => transition.from === row[field]);
  };
  const actions = meta.actions.filter(({ command, on }) => on !== 'list' && labelOf.has(command) && leadsOn(command));
  const begun = actions.map(({ command }) => ({
    label: labelOf.get(command) ?? command,
    run: () => {
      const search = { from: meta.name, rows: keyOf(meta, row) };
      void navigate({ to: '/c/$command', params: { command }, search });
    },
  }));
  if (!may(index, meta.can.create)) return begun;
  const duplicate = () => {
    const params = { resource: meta.name, id: 'new' };
    void navigate({ to: '/r/$resource/$id', params, search: { like: keyOf(meta, row) } });
  };
  return [...begun, { label: t('record.duplicate'), run: duplicate }];
}

/** The head of a row's page: what it is, and what can be done with it. */
export function RecordHead({ meta, row, children }: { meta: ResourceMeta; row: Row | null; children?: ReactNode }) {
  const actions = useActions(meta, row);
  const { actions: Own } = overrideOf(meta.name);
  const title = row ? titleOf(meta, row) : t('list.new', { what: meta.label.toLowerCase() });
  const code = row ? codeOf(meta, row) : '';
  const asButtons = actions.length > AS_BUTTONS + 1 ? actions.slice(0, AS_BUTTONS) : actions;
  const others = actions.slice(asButtons.length);
  return (
    <header className="page-head no-print">
      <div className="min-w-0">
        <div className="flex flex-wrap gap-x-3 text-xs">
          <Link to="/r/$resource" params={{ resource: meta.name }}>
            {meta.label_plural}
          </Link>
          {row ? <Neighbours meta={meta} row={row} /> : null}
        </div>
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h1 className="page-title">{title}</h1>
          {code !== title && code !== row?.id ? <bdi className="text-ink-2">{code}</bdi> : null}
        </div>
      </div>
      <span className="flex-1" />
      {row && Own ? <Own meta={meta} row={row} /> : null}
      {asButtons.map((action) => (
        <button key={action.label} type="button" className="btn" onClick={action.run}>
          {action.label}
        </button>
      ))}
      {others.length > 0 ? <Menu label={t('list.more')} groups={[{ entries: others }]} /> : null}
      {children}
    </header>
  );
}
