// `make dev` from a copy of the repository: a changed file restarts only its service. Then one Ctrl-C waits for a service
// that does not stop, and a second one kills it.
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import t, { type Test } from 'tap';
import { problem, problemOf } from '../system/http.ts';
import { uniqueEmail } from '../system/clients.ts';
import { givenServers, groupsAlive, temporaryFolder, pidsOf, root, startRun } from './run-process.ts';

const source = (path: string): boolean => !['node_modules', 'dist', 'test', '.env'].includes(basename(path));

/** A repository whose sources can be changed: the workspaces are copies, the installed packages are links. */
function copyRepository(t: Test): string {
  const repository = temporaryFolder(t);
  for (const folder of ['deploy', 'services', 'timing', 'openapi', 'clients'])
    cpSync(join(root, folder), join(repository, folder), { recursive: true, filter: source });
  const link = (path: string): void => symlinkSync(join(root, path), join(repository, path));
  link('package.json');
  link('services/shared/node_modules');
  mkdirSync(join(repository, 'node_modules/@downbeat'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@downbeat') link(`node_modules/${name}`);
  for (const name of ['shared', 'auth', 'music', 'notification'])
    symlinkSync(join(repository, 'services', name), join(repository, 'node_modules/@downbeat', name));
  symlinkSync(join(repository, 'timing'), join(repository, 'node_modules/@downbeat/timing'));
  symlinkSync(join(root, 'clients/sdk'), join(repository, 'node_modules/@downbeat/sdk'));
  return repository;
}

async function startedAt(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return /^process_start_time_seconds.* (\d+)$/m.exec(await response.text())![1]!;
}

/** The response status of a registration as an artist. */
async function registerArtist(port: number): Promise<number> {
  const [email, password] = [uniqueEmail('artist'), 'a long walk at dusk 7'];
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, displayName: 'Artist', role: 'artist' }),
    signal: AbortSignal.timeout(30_000),
  });
  return response.status;
}

await t.test(
  'a changed file restarts its service, and a second Ctrl-C kills what the first waits for',
  async (t) => {
    const repository = copyRepository(t);
    const run = await startRun(t, { env: await givenServers(t), flags: ['--dev'], repository });
    await run.waitForOutput('Downbeat is running');
    t.match(run.output(), /Demo listener +\S+@/, 'with the demo');
    t.notMatch(run.output(), 'RabbitMQ  ', 'the summary has no line for a broker that was given');
    const { auth, music } = run.ports;
    const url = `http://127.0.0.1:${auth}/nowhere`;
    t.strictSame(
      await problemOf(url),
      problem('NOT_FOUND', 404, 'There is nothing at this address', '/nowhere'),
    );
    const before = [await startedAt(auth), await startedAt(music)];

    const file = join(repository, 'services/auth/src/errors.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}// A change.\n`);
    const restarted = async (): Promise<void> => {
      if ((await startedAt(auth)) === before[0]) throw new Error('still the same process');
    };
    await poll(restarted, { withinMs: 60_000, what: 'auth, restarted,' });
    t.equal(await startedAt(music), before[1], 'music was not restarted');
    await run.waitForOutput('auth          ready again after ');

    const valid = readFileSync(file, 'utf8');
    writeFileSync(file, `${valid}this is no TypeScript\n`);
    await run.waitForOutput('is started again when a file changes.');
    t.match(run.output(), 'SyntaxError', 'the cause is printed');
    writeFileSync(join(repository, 'services/auth/.env'), 'ARTIST_SIGNUP=approval\n');
    writeFileSync(file, valid);
    const approval = async (): Promise<void> => {
      const status = await registerArtist(auth);
      if (status !== 403) throw new Error(`an artist gets ${status}`);
    };
    await poll(approval, { withinMs: 60_000, what: 'auth, with its .env,' });

    writeFileSync(join(repository, 'services/auth/.env'), 'ARTIST_SIGNUP=perhaps\n');
    await run.waitForOutput('ARTIST_SIGNUP: must be one of open, approval');

    const pids = pidsOf(run);
    // A stopped process does not react to SIGTERM: a single Ctrl-C would wait for the limit of 12 s.
    process.kill(pids.get('music')!, 'SIGSTOP');
    run.signal('SIGINT');
    await run.waitForOutput('Ctrl-C: stopping what was started here (again kills it) ...');
    const began = performance.now();
    run.signal('SIGINT');
    t.equal(await run.ended, 130);
    t.ok(performance.now() - began < 6_000, 'it did not wait');
    t.strictSame(groupsAlive(pids), []);
  },
);
