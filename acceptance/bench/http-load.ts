// Loads one URL with GET requests: by wrk, which takes little of the machine itself, or else by autocannon.
import { runCommand, which } from '@downbeat/deploy/command';

const CONNECTIONS = 32;
const GRACE_MS = 15_000;

interface Target {
  url: string;
  headers?: Record<string, string>;
  /** The status that every answer has to have. */
  status?: number;
}

/** `make test` loads only the first server it meets, and asks the others once: a load takes all cores for its time. */
const isLoadedOnce = (process.env.SMOKE ?? '') !== '';
let wasLoaded = false;

/** The name of the load generator, for the reader of the table. */
export const loadGenerator = (await which('wrk')) === undefined ? 'autocannon' : 'wrk';

/**
 * Requests per second of `CONNECTIONS` connections that each send a request after each answer.
 * @throws Error when an answer is not the expected one
 */
export async function requestsPerSecond(target: Target, seconds: number): Promise<number> {
  await requireStatus(target);
  if (isLoadedOnce && wasLoaded) return 1;
  wasLoaded = true;
  return loadGenerator === 'wrk' ? byWrk(target, seconds) : byAutocannon(target, seconds);
}

/** Both load generators count an unexpected 2xx or 3xx as a success, so the status is looked at first. */
async function requireStatus({ url, headers = {}, status = 200 }: Target): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(GRACE_MS) });
  await response.arrayBuffer();
  if (response.status !== status) throw new Error(`${url} answered ${response.status}, not ${status}`);
}

async function byWrk({ url, headers = {} }: Target, seconds: number): Promise<number> {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...lines, url];
  const { code, output } = await runCommand('wrk', args, { timeoutMs: seconds * 1000 + GRACE_MS });
  const rate = /^Requests\/sec:\s+([\d.]+)/m.exec(output)?.[1];
  if (code !== 0 || rate === undefined || /^\s*(Non-2xx|Socket errors)/m.test(output))
    throw new Error(`wrk did not load ${url}: ${output}`);
  return Number(rate);
}

async function byAutocannon({ url, headers = {} }: Target, seconds: number): Promise<number> {
  // Loaded here, because it is rarely needed.
  const { default: autocannon } = await import('autocannon');
  const { requests, non2xx, errors, statusCodeStats } = await autocannon({
    url,
    headers,
    connections: CONNECTIONS,
    duration: seconds,
  });
  const unchanged = statusCodeStats?.['304']?.count ?? 0;
  if (errors > 0 || non2xx > unchanged) throw new Error(`${url}: ${errors} errors, ${non2xx} refusals`);
  return requests.average;
}
