import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { isCutOff } from '../../src/audio/cut-off.ts';
import { demoTrack, silentWav } from '../kit/files.ts';

const directory = await mkdtemp(join(tmpdir(), 'downbeat-cut-'));
t.teardown(() => rm(directory, { recursive: true }));

async function check(
  bytes: Uint8Array,
  contentType: 'audio/wav' | 'audio/mp4' | 'audio/flac',
): Promise<boolean> {
  const path = join(directory, 'file');
  await writeFile(path, bytes);
  return isCutOff(path, contentType);
}

t.test('a file that ends early is told', async (t) => {
  const [wav, m4a] = [silentWav(1), await readFile(demoTrack('glass-stairs.m4a'))];
  for (let tenth = 1; tenth < 10; tenth++) {
    t.ok(await check(wav.subarray(0, (wav.length * tenth) / 10), 'audio/wav'), `WAV ${tenth}/10`);
    t.ok(await check(m4a.subarray(0, (m4a.length * tenth) / 10), 'audio/mp4'), `M4A ${tenth}/10`);
  }
  t.ok(await check(wav.subarray(0, wav.length - 1), 'audio/wav'));
  t.ok(await check(m4a.subarray(0, m4a.length - 1), 'audio/mp4'));
});

t.test('a whole file is not, nor one that does not know its length', async (t) => {
  const [wav, m4a] = [silentWav(1), await readFile(demoTrack('glass-stairs.m4a'))];
  t.notOk(await check(wav, 'audio/wav'));
  t.notOk(await check(m4a, 'audio/mp4'));
  t.notOk(await check(Buffer.concat([m4a, Buffer.from('\0\0\0\0free rest')]), 'audio/mp4'));
  for (const length of [0, 0xff_ff_ff_ff]) {
    new DataView(wav.buffer).setUint32(4, length, true);
    t.notOk(await check(wav, 'audio/wav'));
  }
  t.notOk(await check(Buffer.from('fLaC'), 'audio/flac'));
});

t.test('hostile lengths end the walk', async (t) => {
  const boxes = Buffer.alloc(64 * 1024);
  for (let offset = 0; offset < boxes.length; offset += 8) boxes.writeUInt32BE(8, offset);
  t.notOk(await check(boxes, 'audio/mp4'), 'at most a thousand boxes are looked at');
  t.ok(await check(Buffer.from('0000000166726565ffffffffffffffff', 'hex'), 'audio/mp4'));
  t.ok(await check(Buffer.from('000000'), 'audio/mp4'));
});
