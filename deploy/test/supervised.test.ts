import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { fromFile } from '../local/env.ts';
import { Fleet } from '../local/fleet.ts';
import { claimFolder, isAlivePid, livingPids } from '../local/pid-file.ts';
import { poll } from '../local/poll.ts';
import type { ProcessSpec } from '../local/process-spec.ts';
import { EnvironmentRefused } from '../local/supervised.ts';

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
    { withinMs: 5_000, everyMs: 20, what: 'its end' },
  );

t.test(
  'a program that dies at once, again and again, makes the start fail with the end of its log',
  async (t) => {
    const fleet = fleetIn(t, t.testdir());
    const never = async (): Promise<void> => {
      throw new Error('not ready');
    };
    const spec = program('broken', 'console.error("no such setting"); process.exit(3)', { ready: never });
    await t.rejects(fleet.start('services', { ...spec, readyWithinMs: 60_000 }), {
      message: /no such setting/,
    });
  },
);

t.test('a program that refuses its environment is not tried again', async (t) => {
  const dataDir = t.testdir();
  const code = 'console.error("no such setting"); process.exit(78)';
  const ready = async (): Promise<void> => {
    throw new Error('not ready');
  };
  await t.rejects(
    fleetIn(t, dataDir).start('services', program('wrong', code, { ready, readyWithinMs: 60_000 })),
    new EnvironmentRefused(
      `wrong refuses its environment, so it stays down.\nFrom ${join(dataDir, 'logs/wrong.log')}:\n  no such setting`,
    ),
  );
});

t.test('a program that is never ready fails after its time, telling the last reason', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  const ready = async (): Promise<void> => {
    throw new Error('503');
  };
  await t.rejects(fleet.start('services', program('slow', idle, { ready, readyWithinMs: 300 })), {
    message: /^slow \(its log: .*slow\.log\) was not ready within 0\.3 s \(503\)\.$/,
  });
});

t.test('a start script that forgets to end is told again, where its program is not ready yet', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  const code = `
    const deaf = () => console.log('deaf');
    process.on('SIGTERM', deaf);
    process.once('SIGTERM', () => setTimeout(() => process.off('SIGTERM', deaf), 300));
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
  await poll(async () => void readFileSync(up), { withinMs: 10_000, everyMs: 20, what: 'the script' });
  const pid = fleet.pidOf('script') ?? 0;
  await fleet.stop();
  t.notOk(isAlivePid(pid));
  await t.rejects(started, { message: 'script is being stopped' });
});

t.test('a killed program is started again, under another process id', async (t) => {
  const fleet = fleetIn(t, t.testdir());
  await fleet.start('services', program('steady', idle));
  const first = fleet.pidOf('steady') ?? 0;
  process.kill(first, 'SIGKILL');
  await poll(
    async () => {
      const now = fleet.pidOf('steady');
      if (now === undefined || now === first || !isAlivePid(now)) throw new Error('not yet');
    },
    { withinMs: 5_000, everyMs: 20, what: 'the restart' },
  );
  t.not(fleet.pidOf('steady'), first);
});

t.test('a program that ignores SIGTERM is killed when its time is over', async (t) => {
  const dataDir = t.testdir();
  const killed: string[] = [];
  const fleet = fleetIn(t, dataDir, killed);
  const deaf = `process.on('SIGTERM', () => undefined); console.log('deaf'); ${idle}`;
  const ready = async (): Promise<void> => {
    if (!readFileSync(join(dataDir, 'logs/deaf.log'), 'utf8').includes('deaf')) throw new Error('not yet');
  };
  await fleet.start('services', program('deaf', deaf, { ready }));
  await fleet.start('services', program('obedient', idle));
  const pid = fleet.pidOf('deaf') ?? 0;
  await fleet.stop();
  await untilGone(pid);
  t.strictSame(killed, ['deaf']);
  t.strictSame(livingPids(dataDir), []);
});

const said = (path: string, text: string): Promise<void> =>
  poll(
    async () => {
      if (!readFileSync(path, 'utf8').includes(text)) throw new Error('not yet');
    },
    { withinMs: 10_000, everyMs: 20, what: text },
  );

t.test('a watched program is started again for each change, also after one that broke it', async (t) => {
  const dir = t.testdir({ src: { 'main.ts': 'console.log("first");' + idle, deep: {} } });
  const main = join(dir, 'src/main.ts');
  const fleet = fleetIn(t, dir);
  const log = join(dir, 'logs/edited.log');
  const ready = (): Promise<void> => said(log, 'first');
  await fleet.start('services', {
    ...program('edited', '', { ready, watch: { folders: [join(dir, 'src')], files: [] } }),
    args: [main],
  });
  const first = fleet.pidOf('edited') ?? 0;
  // Passing files of an editor are no change; the next line would end with two restarts.
  writeFileSync(join(dir, 'src/.main.ts.swp'), '');
  writeFileSync(main, 'this is no TypeScript');
  await said(log, 'SyntaxError');
  await untilGone(first);
  mkdirSync(join(dir, 'src/deep/er'));
  writeFileSync(main, 'console.log("second");' + idle);
  await said(log, 'second');
  writeFileSync(join(dir, 'src/deep/er/more.ts'), '');
  await poll(
    async () => {
      if (readFileSync(log, 'utf8').split('second').length < 3) throw new Error('not yet');
    },
    { withinMs: 10_000, everyMs: 20, what: 'the restart for a file in a new folder' },
  );
  const last = fleet.pidOf('edited') ?? 0;
  t.not(last, first);
  await fleet.stop();
  await untilGone(last);
});

t.test('a file of settings is watched before it is there, and read at each launch', async (t) => {
  const dir = t.testdir();
  const settings = join(dir, '.env');
  const log = join(dir, 'logs/set.log');
  const fleet = fleetIn(t, dir);
  await fleet.start('services', {
    ...program('set', `console.log('colour ' + process.env.COLOUR); ${idle}`),
    env: () => fromFile(settings),
    ready: () => said(log, 'colour'),
    watch: { folders: [], files: [settings] },
  });
  writeFileSync(join(dir, 'other'), '');
  writeFileSync(settings, 'COLOUR=blue');
  await said(log, 'colour blue');
  writeFileSync(settings, 'COLOUR=red');
  await said(log, 'colour red');
  t.equal(readFileSync(log, 'utf8'), 'colour undefined\ncolour blue\ncolour red\n');
});

t.test('killed in the middle of a stop, nothing is waited for', async (t) => {
  const dataDir = t.testdir();
  const fleet = fleetIn(t, dataDir);
  const deaf = `process.on('SIGTERM', () => console.log('heard')); console.log('deaf'); ${idle}`;
  const ready = (): Promise<void> => said(join(dataDir, 'logs/deaf.log'), 'deaf');
  await fleet.start('services', program('deaf', deaf, { ready, stopWithinMs: 60_000 }));
  const pid = fleet.pidOf('deaf') ?? 0;
  const stopped = fleet.stop();
  await said(join(dataDir, 'logs/deaf.log'), 'heard');
  await fleet.kill();
  await stopped;
  t.notOk(isAlivePid(pid));
  t.strictSame(livingPids(dataDir), []);
});

t.test('what stands on top is stopped first', async (t) => {
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
