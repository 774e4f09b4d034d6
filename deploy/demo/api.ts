import { openAsBlob } from 'node:fs';
import type { Problem } from '../../services/shared/src/generated/common.types.gen.ts';

export type Account = { email: string; displayName: string; role: 'listener' | 'artist' | 'admin' };
export type SignedIn = { accessToken: string; user: { id: string; role: Account['role'] } };

/** A service's refusal, with what a person needs to understand it. */
export class Refused extends Error {
  readonly status: number;
  /** The stable code of a problem. */
  readonly code: string | undefined;

  constructor(request: string, status: number, body: string) {
    const { title, detail, code } = problemIn(body);
    super(`${request} answers ${status}: ${detail ?? title ?? body.slice(0, 300)}`);
    this.status = status;
    this.code = code;
  }
}

type Told = Partial<Pick<Problem, 'title' | 'detail' | 'code'>>;

/** What a proxy answers in a service's place is no problem of ours. */
function problemIn(body: string): Told {
  try {
    return (JSON.parse(body) as Told | null) ?? {};
  } catch {
    return {};
  }
}

type Call = { method?: string; token?: string; json?: object; form?: FormData };

// Uploads of a cold start share two cores with everything that starts beside them.
const timeoutMs = 60_000;

/** One JSON request; throws `Refused` for anything that is not a 2xx. */
export async function call<T>(url: string, { method, token, json, form }: Call = {}): Promise<T> {
  const body = form ?? (json && JSON.stringify(json));
  const response = await fetch(url, {
    method: method ?? (body ? 'POST' : 'GET'),
    headers: {
      ...(json && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(`${method ?? 'a call of'} ${url}`, response.status, text);
  return JSON.parse(text) as T;
}

/** Signs in, or resolves to undefined when there is no such account (or it has another password). */
export async function signIn(
  authUrl: string,
  email: string,
  password: string,
): Promise<SignedIn | undefined> {
  try {
    return await call<SignedIn>(`${authUrl}/api/auth/login`, { json: { email, password } });
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return undefined;
    throw error;
  }
}

/** The account's session; the account is registered when it is not there yet. */
export async function ensureAccount(authUrl: string, account: Account, password: string): Promise<SignedIn> {
  const known = await signIn(authUrl, account.email, password);
  return known ?? call<SignedIn>(`${authUrl}/api/auth/register`, { json: { ...account, password } });
}

/** Uploads a file as it is: title, album and cover come from its own tags. */
export async function upload(
  musicUrl: string,
  token: string,
  path: string,
  name: string,
): Promise<{ id: string }> {
  const form = new FormData();
  form.set('audio', await openAsBlob(path), name);
  return call<{ id: string }>(`${musicUrl}/api/music/create`, { token, form });
}
