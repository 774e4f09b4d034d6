// A program that runs but does not answer is started again. Until then the other instances serve. Prints the times.
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import t from 'tap';
import { signedInClient } from '../system/clients.ts';
import { containersOf, inspect, inService, signalService } from '../system/compose.ts';
import { bearer } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
/** The health check starts every 5 s and waits for 9 s. */
const RESTART_WITHIN_MS = 40_000;
const HEALTHY_WITHIN_MS = 120_000;
/** The gateway gives an instance 8 s to answer. */
const MOST_MS = 12_000;

interface Container {
  RestartCount: number;
  State: { Health: { Status: string } };
}

const containers = async (service: string): Promise<Container[]> =>
  inspect<Container>(...(await containersOf(service)));
const restarts = async (service: string): Promise<number[]> =>
  (await containers(service)).map(({ RestartCount }) => RestartCount);

/** Resolves to the milliseconds until the instance was started again, and until it was healthy. */
async function untilBack(service: string, index = 1): Promise<{ restartedMs: number; healthyMs: number }> {
  const began = performance.now();
  const stopped = (await restarts(service))[index - 1]!;
  const attempt = async (isBack: (container: Container) => boolean): Promise<number> => {
    const container = (await containers(service))[index - 1]!;
    if (!isBack(container)) throw new Error(JSON.stringify(container.State.Health.Status));
    return Math.round(performance.now() - began);
  };
  const what = `${service} ${index}`;
  const restartedMs = await poll(() => attempt(({ RestartCount }) => RestartCount > stopped), {
    withinMs: RESTART_WITHIN_MS,
    what: `${what}, started again,`,
  });
  const healthyMs = await poll(() => attempt(({ State }) => State.Health.Status === 'healthy'), {
    withinMs: HEALTHY_WITHIN_MS,
    what: `${what}, healthy,`,
  });
  return { restartedMs, healthyMs };
}

interface Answer {
  status: number;
  tookMs: number;
}

/** Sends a request again and again, without waiting for the answers. The function that it returns stops and gives them. */
function ask(url: string, everyMs: number, init: RequestInit): () => Promise<Answer[]> {
  const asked: Promise<Answer>[] = [];
  const one = async (): Promise<Answer> => {
    const began = performance.now();
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
    await answer.arrayBuffer();
    return { status: answer.status, tookMs: Math.round(performance.now() - began) };
  };
  const failed = { status: 0, tookMs: Infinity };
  const timer = setInterval(() => asked.push(one().catch(() => failed)), everyMs);
  return async () => {
    clearInterval(timer);
    return Promise.all(asked);
  };
}

const countByStatus = (answers: Answer[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]),
  );
const slowest = (answers: Answer[]): number => Math.max(...answers.map(({ tookMs }) => tookMs));

await t.test('a music instance that hangs is started again while the other ones serve', async (t) => {
  const { session } = await signedInClient(system, 'Ida');
  const headers = { ...bearer(session.current!.accessToken), 'content-type': 'application/json' };
  const before = await restarts('music');
  t.equal(before.length, 3);
  await signalService('music', 'STOP', 2);
  const reads = ask(`${system.musicUrl}/api/music/get`, 300, { headers });
  const body = JSON.stringify({ name: 'Evening' });
  const writes = ask(`${system.musicUrl}/api/music/playlists`, 500, { method: 'POST', headers, body });
  const back = untilBack('music', 2);
  await Promise.allSettled([back]);
  const [read, written] = await Promise.all([reads(), writes()]);
  const { restartedMs, healthyMs } = await back;
  t.comment(
    `started again after ${restartedMs} ms, healthy after ${healthyMs} ms`,
    `reads: ${JSON.stringify(countByStatus(read))}, the slowest took ${slowest(read)} ms`,
    `writes: ${JSON.stringify(countByStatus(written))}, the slowest took ${slowest(written)} ms`,
  );
  t.strictSame(Object.keys(countByStatus(read)), ['200'], 'every read is answered');
  t.ok(slowest(read) < MOST_MS, 'within seconds');
  // A write that may have had its effect is not sent again.
  for (const status of Object.keys(countByStatus(written))) t.match(status, /^(201|502|504)$/);
  t.ok(slowest(written) < MOST_MS);
  const [first, second, third] = before as [number, number, number];
  t.strictSame(await restarts('music'), [first, second + 1, third], 'no other instance was started again');
});

await t.test('a service of one instance that hangs is started again', async (t) => {
  for (const [service, url] of [
    ['auth', system.authUrl],
    ['notification', system.notificationUrl],
  ] as const) {
    await signalService(service, 'STOP');
    const { restartedMs, healthyMs } = await untilBack(service);
    t.comment(`${service}: started again after ${restartedMs} ms, healthy after ${healthyMs} ms`);
    await poll(() => getOk(`${url}/readyz`), { withinMs: 30_000, what: service });
  }
});

await t.test('a gateway that hangs is started again', async (t) => {
  const nginx = "grep -l '^Name:[[:space:]]nginx$' /proc/[0-9]*/status | tr -dc '0-9\\n'";
  await inService('gateway', ['sh', '-c', `kill -STOP $(${nginx})`]);
  const { restartedMs, healthyMs } = await untilBack('gateway');
  t.comment(`started again after ${restartedMs} ms, healthy after ${healthyMs} ms`);
  for (const url of [`${system.authUrl}/readyz`, `${system.musicUrl}/readyz`, system.webUrl])
    await poll(() => getOk(url), { withinMs: 30_000, what: url });
});
