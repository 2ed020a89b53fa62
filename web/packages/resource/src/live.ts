import { call } from '@sanduk/api';
import { useEffect, useRef } from 'react';

export type Change = { topic: string; seq: number; ids?: string[]; deleted?: string[]; reload?: boolean };

const GATHER = 250;
const AGAIN = 5_000;

/** Tells what changes in a list or row while the page that shows it is open. A connection that was lost counts as a change. */
export function useLive(topic: string | undefined, onChange: (changes: Change[]) => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!topic) return;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gathered: Change[] = [];
    const tell = () => {
      latest.current(gathered);
      gathered = [];
      timer = undefined;
    };
    const listen = () => {
      source = new EventSource(`/api/v1/live/?topics=${encodeURIComponent(topic)}`);
      source.addEventListener('changed', (event) => {
        gathered.push(JSON.parse(event.data) as Change);
        timer ??= setTimeout(tell, GATHER);
      });
      source.addEventListener('end', () => source.close());
      source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(listenAgain, AGAIN);
      };
    };
    // An ordinary request renews the session, if that was why the connection ended.
    const listenAgain = () =>
      call('/api/v1/users/me/').then(
        () => {
          timer = undefined;
          latest.current([{ topic, seq: 0, reload: true }]);
          listen();
        },
        () => undefined,
      );
    listen();
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [topic]);
}
