// `make test-compose`: the journeys against `docker compose up`, music at three replicas, in a project of its own that is
// removed afterwards. Its last line is the counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { root } from '../local/paths.ts';
import { poll } from '../local/poll.ts';
import { choosePorts } from '../local/ports.ts';
import { getOk } from '../local/probes.ts';
import { say } from '../local/say.ts';
import { findTests } from '../local/testing/files.ts';
import { runAll } from '../local/testing/run-all.ts';
import { killRunning } from '../local/testing/run-file.ts';
import { total, verdict } from '../local/testing/tap-summary.ts';

const JOURNEYS = ['sdk', 'sdk-operations', 'bare-websocket', 'readme'].map(
  (name) => `acceptance/journeys/${name}.test.ts`,
);
const OWN = 'acceptance/compose';
// Waits for a token's end, which would come too early for the others.
const WITH_SHORT_TOKENS = ['acceptance/journeys/problems.test.ts'];

// Away from the ports that `make run` and `make test` take, which may go on meanwhile.
const ports = choosePorts({}, 6300);
const composeEnv: NodeJS.ProcessEnv = {
  ...process.env,
  COMPOSE_PROJECT_NAME: 'downbeat-test',
  PORT_AUTH: String(ports.auth),
  PORT_MUSIC: String(ports.music),
  PORT_NOTIFICATION: String(ports.notification),
  PORT_WEB: String(ports.web),
  PORT_INBOX: String(ports.inbox),
  PORT_RABBIT_DASHBOARD: String(ports.rabbitDashboard),
};

async function compose(...args: string[]): Promise<number> {
  say('compose', `docker compose ${args.join(' ')}`);
  const child = spawn('docker', ['compose', ...args], { cwd: root, env: composeEnv, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function testEnv(): Record<string, string> {
  const at = (port: number): string => `http://localhost:${port}`;
  return {
    ...(composeEnv as Record<string, string>),
    PATH: `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    DOWNBEAT_AUTH_URL: at(ports.auth),
    DOWNBEAT_MUSIC_URL: at(ports.music),
    DOWNBEAT_NOTIFICATION_URL: at(ports.notification),
    DOWNBEAT_WEB_URL: at(ports.web),
    DOWNBEAT_INBOX_URL: at(ports.inbox),
  };
}

const down = (): Promise<number> => compose('down', '--volumes', '--timeout', '15');

/** Makes auth anew, with other settings; the gateway finds it again. */
async function shortenTokens(): Promise<void> {
  composeEnv.ACCESS_TOKEN_SECONDS = '3';
  await compose('up', '-d', '--no-build', '--no-deps', '--wait', 'auth');
  await poll(() => getOk(`http://localhost:${ports.auth}/readyz`), { withinMs: 60_000, what: 'auth' });
}

async function run(): Promise<{ line: string; ok: boolean }> {
  const began = performance.now();
  if ((await compose('up', '-d', '--build', '--wait', '--scale', 'music=3')) !== 0) {
    await compose('ps', '--all');
    await compose('logs', '--tail', '50');
    return { line: '0 passed, 1 failed', ok: false };
  }
  say('compose', `up after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const results = await runAll(findTests([...JOURNEYS, OWN]), 1, testEnv());
  await shortenTokens();
  return verdict(total([...results, ...(await runAll(findTests(WITH_SHORT_TOKENS), 1, testEnv()))]));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killRunning();
    void down().then(() => process.exit(130));
  });
}

const { line, ok } = await run();
await down();
process.stdout.write(`${line}\n`);
process.exitCode = ok ? 0 : 1;
