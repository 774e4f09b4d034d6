import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { MetadataReader } from '../../src/audio/metadata.ts';
import type { AudioContentType } from '../../src/generated/schemas.gen.ts';
import { demoTrack } from '../kit/files.ts';

const directory = await mkdtemp(join(tmpdir(), 'downbeat-metadata-'));
t.teardown(() => rm(directory, { recursive: true }));

// Threads that fail as a hostile file makes the real one fail; each answers correctly for a file called `good`.
const failures = {
  stalls: 'for (;;);',
  exhausts: 'const hoard = []; for (;;) hoard.push(new Array(1e6).fill({}).map(() => ({})));',
  throws: "setImmediate(() => { throw new Error('thrown late'); });",
  exits: 'process.exit(3);',
};

async function workerThat(fails: string): Promise<URL> {
  const path = join(directory, `${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    path,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ path }) => {
       if (path === 'good') parentPort.postMessage({ metadata: { title: 'good' } });
       else { ${fails} }
     });`,
  );
  return pathToFileURL(path);
}

const TYPES: Readonly<Record<string, AudioContentType>> = {
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  m4a: 'audio/mp4',
};

const file = (path: string) => ({ path, contentType: TYPES[path.split('.').at(-1) ?? ''] ?? 'audio/mpeg' });

for (const [name, code] of Object.entries(failures)) {
  t.test(`refuses a file on which the thread ${name}, and reads the next one`, async (t) => {
    const reader = new MetadataReader({ timeoutMs: 8000, heapMegabytes: 32 }, await workerThat(code));
    t.teardown(() => reader.close());
    t.match(await reader.read(file('good')), { title: 'good' });
    const [bad, next] = [reader.read(file('bad')), reader.read(file('good'))];
    await t.rejects(bad, { code: 'AUDIO_UNREADABLE', status: 422 });
    t.match(await next, { title: 'good' });
  });
}

t.test('reads parallel files one after the other', async (t) => {
  const reader = new MetadataReader();
  t.teardown(() => reader.close());
  const files = [
    'paper-rockets.mp3',
    'copper-kettle.flac',
    'night-bus-47.ogg',
    'slow-tide.opus',
    'glass-stairs.m4a',
  ];
  const all = await Promise.all([...files, ...files].map((name) => reader.read(file(demoTrack(name)))));
  const titles = ['Paper Rockets', 'Copper Kettle', 'Night Bus 47', 'Slow Tide', 'Glass Stairs'];
  t.same(
    all.map(({ title }) => title),
    [...titles, ...titles],
  );
});

t.test('stops the idle thread, and starts a new one for the next file', async (t) => {
  const reader = new MetadataReader({ idleMs: 1 });
  t.teardown(() => reader.close());
  const path = join(directory, 'a.mp3');
  await copyFile(demoTrack('paper-rockets.mp3'), path);
  for (let round = 0; round < 3; round++) t.match(await reader.read(file(path)), { title: 'Paper Rockets' });
});

t.test('refuses a file that cannot be parsed or does not exist', async (t) => {
  const reader = new MetadataReader();
  t.teardown(() => reader.close());
  const text = join(directory, 'text');
  await writeFile(text, 'no audio at all');
  for (const path of [text, join(directory, 'nowhere')])
    await t.rejects(reader.read(file(path)), { code: 'AUDIO_UNREADABLE' });
});

t.test('refuses files beyond the queue limit, and reads the others', async (t) => {
  const reader = new MetadataReader({ queueLimit: 2 });
  t.teardown(() => reader.close());
  const track = file(demoTrack('paper-rockets.mp3'));
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => reader.read(track)));
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  );
  t.match(await reader.read(track), { title: 'Paper Rockets' }, 'works again later');
});
