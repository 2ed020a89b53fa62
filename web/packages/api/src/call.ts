import createClient from 'openapi-fetch';
import { Problem } from './problem';
import type { paths } from './schema';
import { session } from './session';

let language = 'en';
export const speak = (name: string): void => {
  language = name;
};

let company: string | undefined;
/** What a page asks for is meant for its company: where the session has moved to another one meanwhile, the server refuses it. */
export const actFor = (slug: string | undefined): void => {
  company = slug;
};

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Problem(0, 'unreachable', 'The server cannot be reached.');
  }
}

/** Sends a request as the user of the session, which it renews where it has ended. */
export async function send(request: Request): Promise<Response> {
  request.headers.set('accept-language', language);
  if (company) request.headers.set('x-tenant', company);
  const since = Date.now();
  const again = request.clone();
  let answer = await reach(request);
  if (answer.status === 401 && ((await session.refresh(since)) || (await session.renewed())))
    answer = await reach(again);
  if (!answer.ok) {
    const problem = await Problem.of(answer);
    if (problem.code === 'tenant_mismatch') session.stray();
    throw problem;
  }
  return answer;
}

/** The typed client, for screens that know what they ask. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', fetch: send });

export type Query = Record<string, string | undefined>;
export type Asked = {
  method?: string;
  query?: Query;
  body?: unknown;
  ifMatch?: string | undefined;
  key?: string;
  dryRun?: boolean;
  prefer?: string;
  signal?: AbortSignal;
};
export type Answer<T> = { data: T; etag: string | undefined };

function requestOf(path: string, asked: Asked): Request {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(asked.query ?? {})) if (value) url.searchParams.set(name, value);
  if (asked.dryRun) url.searchParams.set('dry_run', 'true');
  const isFile = asked.body instanceof Blob;
  const headers = new Headers();
  if (asked.body !== undefined) headers.set('content-type', isFile ? 'application/octet-stream' : 'application/json');
  if (asked.ifMatch) headers.set('if-match', asked.ifMatch);
  if (asked.key && !asked.dryRun) headers.set('idempotency-key', asked.key);
  if (asked.prefer) headers.set('prefer', asked.prefer);
  const init: RequestInit = { method: asked.method ?? (asked.body === undefined ? 'GET' : 'POST'), headers };
  if (asked.body !== undefined) init.body = isFile ? (asked.body as Blob) : JSON.stringify(asked.body);
  if (asked.signal) init.signal = asked.signal;
  return new Request(url, init);
}

/** Asks for what metadata names: a path that is data. */
export async function call<T>(path: string, asked: Asked = {}): Promise<Answer<T>> {
  const answer = await send(requestOf(path, asked));
  const data = (answer.status === 204 ? null : await answer.json()) as T;
  return { data, etag: answer.headers.get('etag') ?? undefined };
}

/** The same for answers that are no JSON, such as files. */
export async function callFile(path: string, asked: Asked = {}): Promise<Blob> {
  return (await send(requestOf(path, asked))).blob();
}
