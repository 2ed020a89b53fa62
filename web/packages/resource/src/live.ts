import { call } from '@sanduk/api';
import { useEffect, useRef } from 'react';

export type Change = { topic: string; seq: number; ids?: string[]; deleted?: string[]; reload?: boolean };

const GATHER = 250;
const AGAIN = 5_000;

type Listener = (change: Change) => void;
const listeners = new Map<string, Set<Listener>>();
let source: EventSource | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
/** The last command that was told of: another connection begins behind it. */
let last = '';

function tell(change: Change): void {
  for (const listener of listeners.get(change.topic) ?? []) listener(change);
}

/** One connection for all that the page listens to: browsers allow few to one server, over all tabs. */
function connect(): void {
  source?.close();
  source = undefined;
  if (listeners.size === 0) return;
  const topics = [...listeners.keys()].sort().join();
  const query = new URLSearchParams({ topics, ...(last ? { since: last } : {}) });
  const connection = new EventSource(`/api/v1/live/?${query}`);
  source = connection;
  connection.addEventListener('open', (event) => {
    // The browser's own event of this name tells nothing.
    last = (event as MessageEvent).lastEventId || last;
  });
  connection.addEventListener('changed', (event) => {
    last = event.lastEventId;
    tell(JSON.parse(event.data) as Change);
  });
  connection.addEventListener('end', () => connection.close());
  connection.onerror = () => {
    if (connection === source && connection.readyState === EventSource.CLOSED) connectIn(AGAIN, renew);
  };
}

function connectIn(pause: number, how: () => void): void {
  clearTimeout(waiting);
  waiting = setTimeout(how, pause);
}

/** An ordinary request renews the session, if that was why the connection ended. What was missed counts as a change. */
function renew(): void {
  call('/api/v1/users/me/').then(
    () => {
      for (const topic of listeners.keys()) tell({ topic, seq: 0, reload: true });
      connect();
    },
    () => undefined,
  );
}

function listen(topic: string, listener: Listener): () => void {
  const others = listeners.get(topic);
  listeners.set(topic, (others ?? new Set()).add(listener));
  // What a page shows begins to listen together.
  if (!others) connectIn(0, connect);
  return () => {
    const left = listeners.get(topic);
    left?.delete(listener);
    if (left?.size !== 0) return;
    listeners.delete(topic);
    connectIn(0, connect);
  };
}

/** Tells what changes in lists or a row (topics with commas between) while the page that shows it is open. */
export function useLive(topics: string | undefined, onChange: (changes: Change[]) => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!topics) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gathered: Change[] = [];
    const give = () => {
      latest.current(gathered);
      gathered = [];
      timer = undefined;
    };
    const gather = (change: Change) => {
      gathered.push(change);
      timer ??= setTimeout(give, GATHER);
    };
    const stops = topics.split(',').map((topic) => listen(topic, gather));
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
    };
  }, [topics]);
}
