// Sign-ins and registrations while a backing server is frozen: each is answered in time, and /readyz says what is away.
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import { broken, type DrillContext, emptyTally, type Outcome, shuffled } from './drill.ts';
import { startLoops } from './load.ts';

const FROZEN_MS = 30_000;
const SHORT_FROZEN_MS = 8_000;
/** With fewer, no request has to wait for another one. */
const LOOPS = 24;
const PAUSE_MS = 100;
const ANSWER_LIMIT_MS = 5_000;
/** Far beyond the limit, so that a slow answer is measured and not cut off. */
const GIVE_UP_MS = 40_000;
const TOLD_LIMIT_MS = 10_000;
const BACK_LIMIT_MS = 10_000;
const POLL_MS = 100;

/** Sign-ins and registrations, over and over, with the time of each answer. */
class RequestLoad {
  readonly tally = { ...emptyTally(), inFlight: 0 };
  slowestMs = 0;
  slowest = '';
  readonly stop: () => Promise<void>;
  readonly #authUrl: string;
  readonly #email: string;
  #count = 0;

  constructor(authUrl: string, email: string) {
    this.#authUrl = authUrl;
    this.#email = email;
    this.stop = startLoops(LOOPS, this.tally, async () => {
      await sleep(PAUSE_MS);
      this.#count += 1;
      return this.#count % 2 === 0 ? this.#request('login') : this.#request('register');
    });
  }

  async #request(path: 'login' | 'register'): Promise<boolean> {
    const body =
      path === 'login'
        ? { email: this.#email, password }
        : { email: uniqueEmail('frozen'), password, displayName: 'Frozen' };
    this.tally.attempted += 1;
    const beganMs = performance.now();
    try {
      const response = await fetch(`${this.#authUrl}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      await response.arrayBuffer();
      if (response.ok) this.tally.acknowledged += 1;
      else if (response.status < 503) this.tally.unexpected.push(`${path}: status ${response.status}`);
      return response.ok;
    } catch (error) {
      this.tally.lost += 1;
      this.tally.unexpected.push(`${path}: no answer, ${String((error as Error).cause ?? error)}`);
      return false;
    } finally {
      const tookMs = performance.now() - beganMs;
      if (tookMs > this.slowestMs) [this.slowestMs, this.slowest] = [tookMs, path];
    }
  }
}

async function statusOf(authUrl: string): Promise<string> {
  const response = await fetch(`${authUrl}/readyz`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  return ((await response.json()) as { status: string }).status;
}

/** Milliseconds until /readyz says something else than `ok`, or `ok` again; Infinity when it does not in time. */
async function untilReadiness(authUrl: string, isOk: boolean, withinMs: number): Promise<number> {
  const beganMs = performance.now();
  const attempt = async (): Promise<number> => {
    const status = await statusOf(authUrl);
    if ((status === 'ok') !== isOk) throw new Error(status);
    return performance.now() - beganMs;
  };
  return poll(attempt, { withinMs, everyMs: POLL_MS, what: '/readyz of auth' }).catch(() => Infinity);
}

export async function requests(context: DrillContext): Promise<Outcome> {
  const { system, random, faults, isShort, log } = context;
  const { authUrl } = system;
  const email = uniqueEmail('frozen');
  await createClient(system).auth.register({ email, password, displayName: 'Frozen' });
  const load = new RequestLoad(authUrl, email);
  const frozenMs = isShort ? SHORT_FROZEN_MS : FROZEN_MS;
  let [toldMs, backMs] = [0, 0];
  for (const name of shuffled(['mongo', 'redis', 'rabbitmq'], random)) {
    await sleep(500 + random.uniform() * 1_000);
    const told = untilReadiness(authUrl, false, frozenMs);
    const freezing = faults.freeze(name, frozenMs);
    const thisToldMs = await told;
    await sleep(Math.max(0, frozenMs - thisToldMs));
    const thisBackMs = await untilReadiness(authUrl, true, BACK_LIMIT_MS * 2);
    await freezing;
    log(
      `${name}: told after ${Math.round(thisToldMs)} ms, back after ${Math.round(thisBackMs)} ms, ` +
        `slowest so far ${load.slowest} ${Math.round(load.slowestMs)} ms`,
    );
    [toldMs, backMs] = [Math.max(toldMs, thisToldMs), Math.max(backMs, thisBackMs)];
  }
  await load.stop();
  const { tally } = load;
  const failures = broken({
    'a request had no answer': tally.lost === 0,
    'something unexpected happened': tally.unexpected.length === 0,
    [`an answer after more than ${ANSWER_LIMIT_MS} ms`]: load.slowestMs <= ANSWER_LIMIT_MS,
    [`/readyz tells it after more than ${TOLD_LIMIT_MS} ms`]: toldMs <= TOLD_LIMIT_MS,
    [`/readyz is back after more than ${BACK_LIMIT_MS} ms`]: backMs <= BACK_LIMIT_MS,
  });
  const figures = {
    'slowest answer ms': Math.round(load.slowestMs),
    'told after ms': Math.round(toldMs),
    'back after ms': Math.round(backMs),
  };
  const { attempted, acknowledged, lost, unexpected, duplicate } = tally;
  return { attempted, acknowledged, lost, unexpected, duplicate, figures, failures };
}
