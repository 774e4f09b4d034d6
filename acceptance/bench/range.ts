// 256 KiB of a stored file, to nginx sending the same range of the same bytes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '@downbeat/deploy/command';
import { wavOf } from '../system/wav.ts';
import { startBaseline } from './baseline.ts';
import type { Contestant, Row } from './contest.ts';
import { requestsPerSecond } from './http-load.ts';

const FIGURE = 'requests/s';
const FILE_BYTES = 12_000_000;
const SAMPLE_RATE = 48_000;
const RANGE = { from: 1_048_576, bytes: 262_144 };

export const range: Row = async (bench) => {
  const { artist } = await bench.library();
  const audio = wavOf(Buffer.alloc(FILE_BYTES, 'a stored file'), SAMPLE_RATE);
  const file = new File([new Uint8Array(audio)], 'long.wav');
  const { streamUrl } = await artist.music.createTrack({ audio: file, title: 'Long' });
  const headers = { range: `bytes=${RANGE.from}-${RANGE.from + RANGE.bytes - 1}` };
  const contestant = (name: string, url: string): Contestant => ({
    name,
    measure: async () => ({
      [FIGURE]: await requestsPerSecond({ url, headers, status: 206 }, bench.turnSeconds),
    }),
  });
  const ours = contestant('Downbeat', artist.mediaUrl(streamUrl));
  if ((await which('nginx')) === undefined) {
    const note = 'nginx is not on the PATH (Debian package nginx), so there is no baseline';
    return { ours, baselines: [], aims: [{ figure: FIGURE, better: 'higher' }], note };
  }
  const folder = join(bench.system.dataDir!, 'range');
  mkdirSync(folder);
  writeFileSync(join(folder, 'long.wav'), audio);
  const { url } = await startBaseline(bench, 'nginx', folder);
  return {
    ours,
    baselines: [contestant('nginx', `${url}/long.wav`)],
    aims: [{ figure: FIGURE, better: 'higher', against: 'nginx', ratio: 0.35 }],
  };
};
