import type { ResourceMeta } from '@sanduk/resource';
import { fieldOf } from '@sanduk/resource';
import { shown } from '@sanduk/resource/parts';

const COLOURS: Record<string, string> = {
  dead: 'text-bad',
  delivered: 'text-good',
  done: 'text-good',
  failed: 'text-bad',
  given_up: 'text-bad',
  read: 'text-good',
  running: 'text-warn',
  sending: 'text-warn',
  sent: 'text-good',
  undelivered: 'text-bad',
};

/** Whether a state is good or bad news, as far as a colour can say; its word says it, too. */
export const stateColour = (state: unknown): string => COLOURS[String(state)] ?? '';

/** The state as its list calls it. */
export function stateWords(meta: ResourceMeta, state: string): string {
  const field = fieldOf(meta, 'state');
  return field ? shown(field, { state }) : state;
}
