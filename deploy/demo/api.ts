import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Problem } from '../../services/shared/src/generated/common.types.gen.ts';

export type Account = { email: string; displayName: string; role: 'listener' | 'artist' | 'admin' };
export type SignedIn = { accessToken: string; user: { id: string; role: Account['role'] } };

type ProblemFields = Partial<Pick<Problem, 'title' | 'detail' | 'code'>>;

/** An error answer of a service, with its reason in the message. */
export class Refused extends Error {
  readonly status: number;
  /** The stable code of a problem. */
  readonly code: string | undefined;

  constructor(url: string, status: number, body: string) {
    let problem: ProblemFields = {};
    try {
      problem = (JSON.parse(body) as ProblemFields | null) ?? {};
    } catch {
      // A proxy in front of a service answers with other bodies than problems.
    }
    super(`a call of ${url} answers ${status}: ${problem.detail ?? problem.title ?? body.slice(0, 300)}`);
    this.status = status;
    this.code = problem.code;
  }
}

type Call = { token?: string; json?: object; form?: FormData };

// Long, because the uploads of a first start share the processors with all programs that start.
const timeoutMs = 60_000;
/** For the same reason a service may be too busy to answer; it was not done then. */
const TRIES = 5;
const WAIT_MS = 2_000;

/** One JSON request; throws `Refused` for any status but a 2xx. */
export async function call<T>(url: string, request: Call = {}): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await callOnce<T>(url, request);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 503) || tries === TRIES) throw error;
      await sleep(WAIT_MS);
    }
  }
}

async function callOnce<T>(url: string, { token, json, form }: Call): Promise<T> {
  const body = form ?? (json && JSON.stringify(json));
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(json && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(url, response.status, text);
  return JSON.parse(text) as T;
}

/** Signs in; resolves to undefined when there is no such account or its password is another one. */
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

/** Signs in, and registers the account first if it does not exist. */
export async function ensureAccount(authUrl: string, account: Account, password: string): Promise<SignedIn> {
  const known = await signIn(authUrl, account.email, password);
  return known ?? call<SignedIn>(`${authUrl}/api/auth/register`, { json: { ...account, password } });
}

/** Uploads a file without further fields: title, album and cover come from its own tags. */
export async function upload(musicUrl: string, token: string, path: string): Promise<{ id: string }> {
  const form = new FormData();
  form.set('audio', await openAsBlob(path), basename(path));
  return call<{ id: string }>(`${musicUrl}/api/music/create`, { token, form });
}

/** What the operator of the auth service does by its commands, because no HTTP request can. */
export type Operator = {
  createAdmin: (account: Account) => Promise<void>;
  /** Gives the account its planned role and revokes its tokens. */
  grantRole: (account: Account) => Promise<void>;
};

// Without execa: the container of the demo mounts this folder, but not the packages of this workspace.
const runFile = promisify(execFile);
type CommandError = Error & { stdout: string; stderr: string };

/** Runs the commands in `folder` (auth's `src/cli`) with the environment of that service. */
export function operatorCommands(folder: string, env: Record<string, string>, password: string): Operator {
  const run = async (failure: string, script: string, ...args: string[]): Promise<void> => {
    const variables = { ...process.env, ...env, ADMIN_PASSWORD: password };
    const command = [join(folder, script), ...args];
    try {
      await runFile(process.execPath, command, { env: variables, timeout: timeoutMs });
    } catch (error) {
      const { message, stdout, stderr } = error as CommandError;
      throw new Error(`${failure}: ${(stdout + stderr).trim().split('\n').at(-1) || message}`, {
        cause: error,
      });
    }
  };
  return {
    createAdmin: ({ email, displayName }) =>
      run('the admin could not be made', 'create-admin.ts', '--email', email, '--name', displayName),
    grantRole: ({ email, role }) =>
      run(`${email} could not be made ${role}`, 'set-role.ts', '--email', email, '--role', role),
  };
}
