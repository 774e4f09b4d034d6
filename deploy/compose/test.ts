// `make test-compose`: the journeys against `docker compose up` with three instances of music, in a project of its own
// that is removed afterwards. The last line has the counts.
import { execa } from 'execa';
import { log } from '../local/log.ts';
import { root } from '../local/paths.ts';
import { choosePorts, portNames, portVariable } from '../local/ports.ts';
import { getOk, poll } from '../local/probes.ts';
import { findTests, journeyEnv, killTap, runTests } from '../local/testing/tap.ts';
import { verdict } from '../local/testing/tap-report.ts';

const JOURNEYS = ['sdk', 'sdk-operations', 'bare-websocket', 'readme'].map(
  (name) => `acceptance/journeys/${name}.test.ts`,
);
const OWN = 'acceptance/compose';
// Waits until a token expires; with such short tokens the other journeys would fail.
const WITH_SHORT_TOKENS = ['acceptance/journeys/problems.test.ts'];

// Other ports than those of `make run` and `make test`, which can work at the same time.
const ports = choosePorts({}, 6300);
const composeEnv: NodeJS.ProcessEnv = {
  ...process.env,
  COMPOSE_PROJECT_NAME: 'downbeat-test',
  COMPOSE_FILE: 'docker-compose.yml:deploy/compose/test.yml',
  ...Object.fromEntries(portNames.map((name) => [portVariable(name), String(ports[name])])),
};

async function compose(...args: string[]): Promise<number> {
  log('compose', `docker compose ${args.join(' ')}`);
  const options = { cwd: root, env: composeEnv, stdio: 'inherit', reject: false } as const;
  const { exitCode } = await execa('docker', ['compose', ...args], options);
  return exitCode ?? 1;
}

const down = (): Promise<number> => compose('down', '--volumes', '--timeout', '15');

/** Recreates auth with other settings; the gateway finds the new container. */
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
  log('compose', `up after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const env = { ...composeEnv, ...journeyEnv(ports) };
  const results = await runTests(findTests([...JOURNEYS, OWN]), 1, env);
  await shortenTokens();
  return verdict([...results, ...(await runTests(findTests(WITH_SHORT_TOKENS), 1, env))]);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killTap();
    void down().then(() => process.exit(130));
  });
}

const { line, ok } = await run();
await down();
process.stdout.write(`${line}\n`);
process.exitCode = ok ? 0 : 1;
