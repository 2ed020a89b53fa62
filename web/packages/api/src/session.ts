import { Problem } from './problem';

/** When any tab last refreshed; the tokens themselves are in cookies that no script sees. */
const REFRESHED = 'sanduk.refreshed';

export type LogIn = { tenant: string; email: string; password: string };

let isBegun = false;
let refreshing: Promise<boolean> | null = null;
let waiting: (() => void)[] = [];
const listeners = new Set<() => void>();
const strayed = new Set<() => void>();
/** All pages of a browser have one session, so they are in one company. */
const moves = new BroadcastChannel('sanduk.company');

async function post(path: string, body?: unknown): Promise<Response> {
  const init: RequestInit = { method: 'POST' };
  if (body) Object.assign(init, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  try {
    return await fetch(path, init);
  } catch {
    throw new Problem(0, 'unreachable', 'The server cannot be reached.');
  }
}

/** A refresh token is good once, so one tab refreshes for all. */
async function refreshInLock(since: number): Promise<boolean> {
  if (Number(localStorage.getItem(REFRESHED)) > since) return true;
  const answer = await post('/api-auth/refresh/');
  if (answer.ok) localStorage.setItem(REFRESHED, String(Date.now()));
  else if (answer.status !== 401) throw await Problem.of(answer);
  return answer.ok;
}

export const session = {
  /** From the first answer on, an end of the session is told over the page instead of by leaving it. */
  begin(): void {
    isBegun = true;
  },

  async logIn(credentials: LogIn): Promise<void> {
    const { tenant, ...rest } = credentials;
    const answer = await post('/api-auth/login/', tenant ? credentials : rest);
    if (!answer.ok) throw await Problem.of(answer);
    localStorage.setItem(REFRESHED, String(Date.now()));
    for (const goOn of waiting) goOn();
    waiting = [];
  },

  /** Goes on in another company of the same person, which every open page hears of. */
  async moveTo(tenant: string): Promise<void> {
    const answer = await post('/api-auth/company/', { tenant });
    if (!answer.ok) throw await Problem.of(answer);
    localStorage.setItem(REFRESHED, String(Date.now()));
    moves.postMessage(tenant);
  },

  onMove(listener: () => void): () => void {
    moves.addEventListener('message', listener);
    return () => moves.removeEventListener('message', listener);
  },

  async logOut(): Promise<void> {
    await post('/api-auth/logout/');
  },

  /** Whether a request that was sent at `since` and refused may be sent again. */
  refresh(since: number): Promise<boolean> {
    refreshing ??= navigator.locks
      .request('sanduk.refresh', () => refreshInLock(since))
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  },

  /** Tells the page that the session has ended, and goes on when somebody has logged in again; false where nobody was. */
  async renewed(): Promise<boolean> {
    if (!isBegun) return false;
    for (const tell of listeners) tell();
    await new Promise<void>((goOn) => waiting.push(goOn));
    return true;
  },

  /** Tells the page that the session is in another company than what the page shows. */
  stray(): void {
    for (const tell of strayed) tell();
  },

  onStray(listener: () => void): () => void {
    strayed.add(listener);
    return () => strayed.delete(listener);
  },

  onExpired(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
