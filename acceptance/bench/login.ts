// Sign-ins, to Argon2id alone with the same parameters; and how long other requests of auth take at the same time.
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '@downbeat/timing';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import { runBaseline } from './baseline.ts';
import type { Row, Sample } from './contest.ts';
import { signedIn } from './library.ts';

/** The defaults of auth's ARGON2_MEMORY_KIB, ARGON2_PASSES and ARGON2_LANES. */
const COST = ['19456', '2', '1'];
const CLIENTS = 4;
/** In turn, as sign-ins come: those of one account from one IP run one after the other, so on one core. */
const ACCOUNTS = 24;
const SMOKE_ACCOUNTS = 2;
const ME_EVERY_MS = 10;
const CALL_LIMIT_MS = 10_000;
const LOGINS = 'logins/s';
const ME = 'GET /me p99 ms';
const ARGON2ID = 'Argon2id alone';

async function require200(url: string, init: RequestInit): Promise<void> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(CALL_LIMIT_MS) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer}`);
}

export const login: Row = async ({ system, turnSeconds, isSmoke }) => {
  const emails = Array.from({ length: isSmoke ? SMOKE_ACCOUNTS : ACCOUNTS }, () => uniqueEmail('login'));
  const client = createClient(system);
  for (const email of emails) await client.auth.register({ email, password, displayName: 'Login' });
  const headers = { 'content-type': 'application/json' };
  const bodies = emails.map((email) => JSON.stringify({ email, password }));
  let next = 0;
  const bearer = await signedIn(client);

  const measure = async (): Promise<Sample> => {
    const beganMs = performance.now();
    const goesOn = (): boolean => performance.now() < beganMs + turnSeconds * 1000;
    const meMs: number[] = [];
    let logins = 0;
    const signInUntilEnd = async (): Promise<void> => {
      while (goesOn()) {
        const body = bodies[(next += 1) % bodies.length] ?? '';
        await require200(`${system.authUrl}/api/auth/login`, { method: 'POST', headers, body });
        logins += 1;
      }
    };
    const askUntilEnd = async (): Promise<void> => {
      while (goesOn()) {
        const askedMs = performance.now();
        await require200(`${system.authUrl}/api/auth/me`, { headers: bearer });
        meMs.push(performance.now() - askedMs);
        await sleep(ME_EVERY_MS);
      }
    };
    await Promise.all([askUntilEnd(), ...Array.from({ length: CLIENTS }, signInUntilEnd)]);
    return { [LOGINS]: logins / ((performance.now() - beganMs) / 1000), [ME]: percentile(meMs, 0.99) };
  };

  const alone = async (): Promise<Sample> => ({
    [LOGINS]: await runBaseline<number>('argon2id', CALL_LIMIT_MS, ...COST, String(turnSeconds)),
  });
  return {
    ours: { name: 'Downbeat', measure },
    baselines: [{ name: ARGON2ID, measure: alone }],
    aims: [
      { figure: LOGINS, better: 'higher', against: ARGON2ID, ratio: 0.9 },
      { figure: ME, better: 'lower', limit: 20 },
    ],
  };
};
