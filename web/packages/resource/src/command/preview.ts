import { call, Problem } from '@sanduk/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandMeta, Row } from '../meta';
import { mistakesIn } from '../numbers';
import type { Request } from './request';

const PAUSE = 250;

export type Preview = {
  /** What this is the preview of. */
  of: string;
  answer?: Row;
  problem?: Problem;
};

type Options = {
  ifMatch: string | undefined;
  isWanted: boolean;
  /** Hears of each answer: the problem, or that there is none. */
  tell: (problem: Problem | undefined) => void;
};

/** What would happen: the real command, dropped before it is kept. Asked again a moment after the last key. */
export function usePreview(command: CommandMeta, request: Request, options: Options) {
  const { ifMatch, isWanted } = options;
  const tell = useRef(options.tell);
  tell.current = options.tell;
  const [preview, setPreview] = useState<Preview>({ of: '' });
  const [last, setLast] = useState<Row>();
  const asked = JSON.stringify(request);

  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { path, body } = JSON.parse(asked) as Request;
      if (path === undefined) return;
      try {
        const mistakes = mistakesIn(command.fields, body);
        if (mistakes) throw mistakes;
        const { data } = await call<Row | null>(path, { method: command.method, body, ifMatch, dryRun: true, signal });
        tell.current(undefined);
        setPreview({ of: asked, answer: data ?? {} });
        setLast(data ?? {});
      } catch (error) {
        if (!(error instanceof Problem)) return;
        tell.current(error);
        setPreview({ of: asked, problem: error });
      }
    },
    [asked, command, ifMatch],
  );
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    const timer = setTimeout(() => void ask(stop.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [ask, isWanted]);

  return { preview, last, isFresh: preview.of === asked };
}
