import { type Answer, type Asked, call, Problem } from '@sanduk/api';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

/** Sends changes of one form. What they touch is read again; why they were refused is kept to be shown. */
export function useSend(...touched: string[]) {
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const send = async <T>(path: string, asked: Asked): Promise<Answer<T> | undefined> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await call<T>(path, { ...asked, key: key.current });
      key.current = crypto.randomUUID();
      void client.invalidateQueries({ predicate: ({ queryKey }) => touched.some((name) => queryKey.includes(name)) });
      return answer;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!error.unsure) key.current = crypto.randomUUID();
      setProblem(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { send, problem, isBusy };
}

/** What is wrong with one field. */
export const wrongAt = (problem: Problem | undefined, field: string): string | undefined =>
  problem?.errors.find((error) => error.field === field)?.message;

/** What is wrong beside these fields. */
export function wrongBeside(problem: Problem | undefined, fields: string[]): string | undefined {
  if (!problem) return undefined;
  const others = problem.errors.filter(({ field }) => !fields.includes(field)).map(({ message }) => message);
  return problem.errors.length === 0 ? problem.message : others.join(' ') || undefined;
}
