// `make dev` from a copy of the tree: a service whose file changes answers anew, the others go on. Then a Ctrl-C that
// has to wait for somebody, and a second one that does not.
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import t, { type Test } from 'tap';
import { problem, problemOf } from '../system/http.ts';
import { someEmail } from '../system/people.ts';
import { givenServers, groupsAlive, ownFolder, pidsOf, root, startRun } from './child.ts';

const source = (path: string): boolean => !['node_modules', 'dist', 'test', '.env'].includes(basename(path));

/** A tree whose sources can be changed: its own packages are copies, everything that npm brought is shared. */
function copyOfTree(t: Test): string {
  const tree = ownFolder(t);
  for (const folder of ['deploy', 'services', 'timing', 'openapi', 'clients'])
    cpSync(join(root, folder), join(tree, folder), { recursive: true, filter: source });
  const link = (path: string): void => symlinkSync(join(root, path), join(tree, path));
  link('package.json');
  link('services/shared/node_modules');
  mkdirSync(join(tree, 'node_modules/@downbeat'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@downbeat') link(`node_modules/${name}`);
  for (const name of ['shared', 'auth', 'music', 'notification'])
    symlinkSync(join(tree, 'services', name), join(tree, 'node_modules/@downbeat', name));
  symlinkSync(join(tree, 'timing'), join(tree, 'node_modules/@downbeat/timing'));
  symlinkSync(join(root, 'clients/sdk'), join(tree, 'node_modules/@downbeat/sdk'));
  return tree;
}

async function startedAt(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return /^process_start_time_seconds.* (\d+)$/m.exec(await response.text())![1]!;
}

/** What becomes of somebody who registers as an artist. */
async function artistAt(port: number): Promise<number> {
  const [email, password] = [someEmail('artist'), 'a long walk at dusk 7'];
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, displayName: 'Artist', role: 'artist' }),
    signal: AbortSignal.timeout(30_000),
  });
  return response.status;
}

await t.test(
  'a changed file restarts its service, and two Ctrl-C end at once what one would wait for',
  async (t) => {
    const tree = copyOfTree(t);
    const run = await startRun(t, { env: await givenServers(t), flags: ['--dev'], tree });
    await run.said('Downbeat is running');
    t.match(run.output(), /Demo listener +\S+@/, 'with the demo');
    t.notMatch(run.output(), 'RabbitMQ  ', "nothing is told of a broker that is somebody else's");
    const { auth, music } = run.ports;
    const url = `http://127.0.0.1:${auth}/nowhere`;
    t.strictSame(
      await problemOf(url),
      problem('NOT_FOUND', 404, 'There is nothing at this address', '/nowhere'),
    );
    const before = [await startedAt(auth), await startedAt(music)];

    const file = join(tree, 'services/auth/src/errors.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}// A change.\n`);
    const restarted = async (): Promise<void> => {
      if ((await startedAt(auth)) === before[0]) throw new Error('still the same process');
    };
    await poll(restarted, { withinMs: 60_000, what: 'auth, restarted,' });
    t.equal(await startedAt(music), before[1], 'music has gone on');
    await run.said('auth          ready again after ');

    const right = readFileSync(file, 'utf8');
    writeFileSync(file, `${right}this is no TypeScript\n`);
    await run.said('is started again when a file changes.');
    t.match(run.output(), 'SyntaxError', 'the cause is seen');
    writeFileSync(join(tree, 'services/auth/.env'), 'ARTIST_SIGNUP=approval\n');
    writeFileSync(file, right);
    const approval = async (): Promise<void> => {
      const status = await artistAt(auth);
      if (status !== 403) throw new Error(`an artist gets ${status}`);
    };
    await poll(approval, { withinMs: 60_000, what: 'auth, with its .env,' });

    writeFileSync(join(tree, 'services/auth/.env'), 'ARTIST_SIGNUP=perhaps\n');
    await run.said('ARTIST_SIGNUP: must be one of open, approval');

    const pids = pidsOf(run);
    // Frozen, it hears no SIGTERM: one Ctrl-C would give it the 12 s of its time limit.
    process.kill(pids.get('music')!, 'SIGSTOP');
    run.signal('SIGINT');
    await run.said('Ctrl-C: stopping what was started here (again kills it) ...');
    const began = performance.now();
    run.signal('SIGINT');
    t.equal(await run.ended, 130);
    t.ok(performance.now() - began < 6_000, 'nobody was waited for');
    t.strictSame(groupsAlive(pids), []);
  },
);
