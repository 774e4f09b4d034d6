// The health check of a service's container: exit code 0 when the service is ready. Docker starts a container again whose
// program ends, but not one whose program hangs: so a service that does not answer for 9 s is killed here.
import { globSync, readFileSync } from 'node:fs';

const PROBES = 3;
const PROBE_TIMEOUT_MS = 3_000;

const service = `http://127.0.0.1:${process.env.PORT}`;
const ask = (path: string): Promise<Response> =>
  fetch(service + path, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });

/** A service that starts or stops refuses connections, and is not hung. */
async function isHung(): Promise<boolean> {
  for (let probe = 0; probe < PROBES; probe += 1) {
    try {
      await ask('/healthz');
      return false;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) return false;
    }
  }
  return true;
}

/** Kills the child of the container's init (`init: true`); no process can kill the init itself. */
function killService(): void {
  // Started by Docker, this program has a parent outside the container. Elsewhere the children of process 1 are not ours.
  if (process.ppid !== 0) return;
  for (const path of globSync('/proc/[0-9]*/status')) {
    try {
      const [, pid] = /^Pid:\t(\d+)\nPPid:\t1\n/m.exec(readFileSync(path, 'utf8')) ?? [];
      if (pid !== undefined) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // This process has ended since it was listed.
    }
  }
}

if (await isHung()) killService();
else if ((await ask('/readyz')).ok) process.exit(0);
process.exit(1);
