import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Fleet, restartDelayMs } from '../local/supervisor.ts';
import { claimFolder, isAlivePid, livingPids } from '../local/pid-file.ts';
import { answersInTime, getOk, poll } from '../local/probes.ts';
import { EnvironmentRefusedError, type ProcessSpec } from '../local/program.ts';
import { fromFile } from '../local/services.ts';

const idle = 'setInterval(() => undefined, 1000)';
const waits = { readyWithinMs: 10_000, stopWithinMs: 500 };

const program = (name: string, code: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: process.execPath,
  args: ['-e', code],
  env: {},
  ready: async () => undefined,
  ...waits,
  ...more,
});

const fleetIn = (t: Test, dataDir: string, killed: string[] = []): Fleet => {
  const fleet = new Fleet({ dataDir, onKilled: (name) => killed.push(name) });
  t.teardown(() => fleet.stop());
  return fleet;
};

const untilGone = (pid: number): Promise<void> =>
  poll(
    async () => {
      if (isAlivePid(pid)) throw new Error('still there');
    },
    { withinMs: 60_000, everyMs: 20, what: 'its end' },
  );

t.test('a program that exits at every start makes the start fail with the end of its log', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  const never = async (): Promise<void> => {
    throw new Error('not ready');
  };
  const spec = program('broken', 'console.error("no such setting"); process.exit(3)', { ready: never });
  await t.rejects(fleet.start('services', { ...spec, readyWithinMs: 60_000 }), {
    message: /no such setting/,
  });
});

t.test('a program that refuses its environment is not started again', async (t) => {
  const dataDir = t.testdir();
  const code = 'console.error("no such setting"); process.exit(78)';
  const ready = async (): Promise<void> => {
    throw new Error('not ready');
  };
  await t.rejects(
    fleetIn(t, dataDir).start('services', program('wrong', code, { ready, readyWithinMs: 60_000 })),
    new EnvironmentRefusedError(
      `wrong refuses its environment, so it stays down.\nFrom ${join(dataDir, 'logs/wrong.log')}:\n  no such setting`,
    ),
  );
});

t.test('a program that is never ready fails after its time limit, with the last reason', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  const ready = async (): Promise<void> => {
    throw new Error('503');
  };
  await t.rejects(fleet.start('services', program('slow', idle, { ready, readyWithinMs: 300 })), {
    message: /^slow \(its log: .*slow\.log\) was not ready within 0\.3 s \(503\)\.$/,
  });
});

t.test('SIGTERM is repeated for a start script that loses it before its program is ready', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  const code = `
    const ignore = () => console.log('ignored');
    process.on('SIGTERM', ignore);
    process.once('SIGTERM', () => setTimeout(() => process.off('SIGTERM', ignore), 300));
    setInterval(() => undefined, 1000);
    require('node:fs').writeFileSync(process.env.UP, '');
  `;
  const up = join(t.testdir(), 'up');
  const ready = async (): Promise<void> => {
    throw new Error('not yet');
  };
  const started = fleet.start(
    'backing',
    program('script', code, { ready, env: { UP: up }, readyWithinMs: 60_000, stopWithinMs: 60_000 }),
  );
  started.catch(() => undefined);
  await poll(async () => void readFileSync(up), { withinMs: 60_000, everyMs: 20, what: 'the script' });
  const pid = fleet.pidOf('script') ?? 0;
  await fleet.stop();
  t.notOk(isAlivePid(pid));
  await t.rejects(started, { message: 'script is being stopped' });
});

t.test('a killed program is started again with another process id', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  await fleet.start('services', program('steady', idle));
  const first = fleet.pidOf('steady') ?? 0;
  process.kill(first, 'SIGKILL');
  await poll(
    async () => {
      const now = fleet.pidOf('steady');
      if (now === undefined || now === first || !isAlivePid(now)) throw new Error('not yet');
    },
    { withinMs: 60_000, everyMs: 20, what: 'the restart' },
  );
  t.not(fleet.pidOf('steady'), first);
});

t.test('a program that runs but does not answer is killed and started again', async (t) => {
  const dataDir = t.testdir();
  const log = join(dataDir, 'logs/web.log');
  // Says its port, which is another one at each start.
  const code = `require('node:http').createServer((_, answer) => answer.end('ok'))
    .listen(0, '127.0.0.1', function () { console.log('port ' + this.address().port) })`;
  const url = (): string => {
    const port = readFileSync(log, 'utf8').trim().split('port ').at(-1);
    return `http://127.0.0.1:${port}/`;
  };
  const fleet = fleetIn(t, dataDir);
  const alive = (): Promise<boolean> => answersInTime(url(), 200);
  await fleet.start('services', program('web', code, { ready: () => getOk(url()), alive }));
  const hung = fleet.pidOf('web') ?? 0;
  process.kill(hung, 'SIGSTOP');
  await untilGone(hung);
  await poll(() => getOk(url()), { withinMs: 60_000, everyMs: 20, what: 'the restarted program' });
  t.not(fleet.pidOf('web'), hung);
});

t.test('a refused connection or an error is an answer: such a program is not killed', async (t) => {
  const server = createServer((_request, answer) => answer.writeHead(503).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  t.equal(await answersInTime(url), true, 'a 503');
  server.close();
  await once(server, 'close');
  t.equal(await answersInTime(url), true, 'no listener');
});

t.test('other users of the machine cannot read the logs', async (t) => {
  const dataDir = t.testdir({ logs: { 'private.log': 'of an earlier version' } });
  await fleetIn(t, dataDir).start('services', program('private', idle));
  const mode = (path: string): string => (statSync(join(dataDir, path)).mode & 0o777).toString(8);
  t.strictSame([mode('logs'), mode('logs/private.log')], ['700', '600']);
});

t.test('a program that ignores SIGTERM is killed after its time limit', async (t) => {
  const dataDir = t.testdir();
  const killed: string[] = [];
  const fleet = fleetIn(t, dataDir, killed);
  const stubborn = `process.on('SIGTERM', () => undefined); console.log('ready'); ${idle}`;
  const ready = async (): Promise<void> => {
    if (!readFileSync(join(dataDir, 'logs/stubborn.log'), 'utf8').includes('ready'))
      throw new Error('not yet');
  };
  await fleet.start('services', program('stubborn', stubborn, { ready }));
  await fleet.start('services', program('obedient', idle, { stopWithinMs: 60_000 }));
  const pid = fleet.pidOf('stubborn') ?? 0;
  await fleet.stop();
  await untilGone(pid);
  t.strictSame(killed, ['stubborn']);
  t.strictSame(livingPids(dataDir), []);
});

const logged = (path: string, text: string): Promise<void> =>
  poll(
    async () => {
      if (!readFileSync(path, 'utf8').includes(text)) throw new Error('not yet');
    },
    { withinMs: 60_000, everyMs: 20, what: text },
  );

t.test('a watched program is started again for each change, also after a change that broke it', async (t) => {
  const dir = t.testdir({ src: { 'main.ts': 'console.log("first");' + idle, deep: {} } });
  const main = join(dir, 'src/main.ts');
  const fleet = fleetIn(t, dir);
  const log = join(dir, 'logs/edited.log');
  const ready = (): Promise<void> => logged(log, 'first');
  await fleet.start('services', {
    ...program('edited', '', { ready, watch: [join(dir, 'src')] }),
    args: [main],
  });
  const first = fleet.pidOf('edited') ?? 0;
  // A temporary file of an editor is not a change.
  writeFileSync(join(dir, 'src/.main.ts.swp'), '');
  writeFileSync(main, 'this is no TypeScript');
  await logged(log, 'SyntaxError');
  await untilGone(first);
  mkdirSync(join(dir, 'src/deep/er'));
  writeFileSync(main, 'console.log("second");' + idle);
  await logged(log, 'second');
  writeFileSync(join(dir, 'src/deep/er/more.ts'), '');
  await poll(
    async () => {
      if (readFileSync(log, 'utf8').split('second').length < 3) throw new Error('not yet');
    },
    { withinMs: 60_000, everyMs: 20, what: 'the restart for a file in a new folder' },
  );
  const last = fleet.pidOf('edited') ?? 0;
  t.not(last, first);
  await fleet.stop();
  await untilGone(last);
});

t.test('a settings file is watched before it exists, and read at each launch', async (t) => {
  const dir = t.testdir();
  const settings = join(dir, '.env');
  const log = join(dir, 'logs/set.log');
  const fleet = fleetIn(t, dir);
  await fleet.start('services', {
    ...program('set', `console.log('colour ' + process.env.COLOUR); ${idle}`),
    env: () => fromFile(settings),
    ready: () => logged(log, 'colour'),
    watch: [settings],
  });
  writeFileSync(join(dir, 'other'), '');
  writeFileSync(settings, 'COLOUR=blue');
  await logged(log, 'colour blue');
  writeFileSync(settings, 'COLOUR=red');
  await logged(log, 'colour red');
  t.equal(readFileSync(log, 'utf8'), 'colour undefined\ncolour blue\ncolour red\n');
});

t.test('a kill during a stop does not wait for the time limit', async (t) => {
  const dataDir = t.testdir();
  const fleet = fleetIn(t, dataDir);
  const stubborn = `process.on('SIGTERM', () => console.log('received')); console.log('ready'); ${idle}`;
  const ready = (): Promise<void> => logged(join(dataDir, 'logs/stubborn.log'), 'ready');
  await fleet.start('services', program('stubborn', stubborn, { ready, stopWithinMs: 60_000 }));
  const pid = fleet.pidOf('stubborn') ?? 0;
  const stopped = fleet.stop();
  await logged(join(dataDir, 'logs/stubborn.log'), 'received');
  await fleet.kill();
  await stopped;
  t.notOk(isAlivePid(pid));
  t.strictSame(livingPids(dataDir), []);
});

t.test('a program is stopped before those that it depends on', async (t) => {
  const order: string[] = [];
  const fleet = fleetIn(t, t.testdir());
  const noted = (name: string): ProcessSpec =>
    program(name, idle, {
      afterStop: async () => {
        order.push(name);
      },
    });
  await fleet.start('services', noted('service'));
  await fleet.start('page', noted('page'));
  await fleet.start('backing', noted('database'));
  await fleet.stop();
  t.strictSame(order, ['page', 'service', 'database']);
  await t.rejects(fleet.start('page', noted('late')), { message: 'The run is being stopped.' });
});

t.test('a folder belongs to one run at a time', async (t) => {
  const dataDir = t.testdir({ pids: {} });
  claimFolder(dataDir);
  t.doesNotThrow(() => claimFolder(dataDir), 'its own claim');
  const stat = readFileSync('/proc/1/stat', 'utf8');
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  writeFileSync(join(dataDir, 'pids', 'run'), `1 ${startTime}`);
  t.throws(() => claimFolder(dataDir), { message: 'It is running here already (pid 1); stop that first.' });
  writeFileSync(join(dataDir, 'pids', 'run'), '1 123456789');
  t.doesNotThrow(() => claimFolder(dataDir), 'a process id that now belongs to another program');
});

const now = 1_000_000;

t.test('does not restart after the sixth exit within a minute', async (t) => {
  const exits = [0, 1, 2, 3, 4, 5].map((second) => now - 5_000 + second * 1_000);
  t.equal(restartDelayMs(exits, now), undefined);
});

t.test('doubles the pause before each restart', async (t) => {
  const delays = [1, 2, 3, 4, 5].map((count) => restartDelayMs(Array<number>(count).fill(now), now));
  t.strictSame(delays, [200, 400, 800, 1600, 3200]);
});

t.test('does not count exits of more than a minute ago', async (t) => {
  t.equal(restartDelayMs([now - 61_000, now - 60_000, now - 60_000, now], now), 200);
});
