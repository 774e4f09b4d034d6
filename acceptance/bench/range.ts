// Bytes of a stored file: sent by Node, by nginx in front of it, and from a disk, to nginx sending the same file by itself.
import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, which } from '@downbeat/deploy/command';
import { serviceEnv } from '@downbeat/deploy/services';
import { wavOf } from '../system/wav.ts';
import { startBaseline } from './baseline.ts';
import type { Aim, Bench, Contest, Contestant, Row } from './contest.ts';
import { requestsPerSecond } from './http-load.ts';

const FIGURE = 'requests/s';
const COLD = 'ms for the first 64 KiB';
const FILE_BYTES = 12_000_000;
const SAMPLE_RATE = 48_000;
const RANGE = { from: 1_048_576, bytes: 262_144 };
const FIRST_BYTES = 65_536;
const COLD_READS = 10;
const CALL_LIMIT_MS = 15_000;
/** A whole service starts more slowly than a baseline. */
const START_LIMIT_MS = 60_000;
const NO_NGINX = 'nginx is not on the PATH (Debian package nginx), so there is no baseline';
const rangeOf = (from: number, bytes: number) => ({ range: `bytes=${from}-${from + bytes - 1}` });

interface Stored {
  /** Of music itself. */
  url: string;
  /** Without the address of the server. */
  path: string;
  audio: Buffer;
}

async function store({ library }: Bench): Promise<Stored> {
  const { artist } = await library();
  const audio = wavOf(Buffer.alloc(FILE_BYTES, 'a stored file'), SAMPLE_RATE);
  const file = new File([new Uint8Array(audio)], 'long.wav');
  const { streamUrl } = await artist.music.createTrack({ audio: file, title: 'Long' });
  return { url: artist.mediaUrl(streamUrl), path: streamUrl, audio };
}

/** nginx with a copy of the file; returns where it is. */
async function startNginx(bench: Bench, audio: Buffer): Promise<{ url: string; file: string }> {
  const folder = join(bench.system.dataDir!, 'range');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'long.wav'), audio);
  const { url } = await startBaseline(bench, 'nginx', folder);
  return { url: `${url}/long.wav`, file: join(folder, 'long.wav') };
}

/** A row that compares one contestant with nginx; without nginx it only prints the figure of ours. */
function toNginx(
  aim: Aim,
  prepare: (bench: Bench) => Promise<{ ours: Contestant; nginx: Contestant | null }>,
): Row {
  return async (bench): Promise<Contest> => {
    const { ours, nginx } = await prepare(bench);
    if (nginx !== null) return { ours, baselines: [nginx], aims: [{ ...aim, against: nginx.name }] };
    return { ours, baselines: [], aims: [{ figure: aim.figure, better: aim.better }], note: NO_NGINX };
  };
}

const hasNginx = (await which('nginx')) !== undefined;

function loaded(bench: Bench, name: string, url: string): Contestant {
  const headers = rangeOf(RANGE.from, RANGE.bytes);
  const measure = () => requestsPerSecond({ url, headers, status: 206 }, bench.turnSeconds);
  return { name, measure: async () => ({ [FIGURE]: await measure() }) };
}

export const range = toNginx({ figure: FIGURE, better: 'higher', ratio: 0.35 }, async (bench) => {
  const { url, audio } = await store(bench);
  const nginx = hasNginx ? loaded(bench, 'nginx', (await startNginx(bench, audio)).url) : null;
  return { ours: loaded(bench, 'Downbeat', url), nginx };
});

/** As in compose: nginx asks music, which checks the request and names the file, and nginx sends it. */
export const gateway = toNginx({ figure: FIGURE, better: 'higher', ratio: 0.9 }, async (bench) => {
  const { path, url, audio } = await store(bench);
  if (!hasNginx) return { ours: loaded(bench, 'Downbeat without gateway', url), nginx: null };
  const { dataDir, local } = bench.system;
  const files = { GATEWAY_FILES_PATH: '/stored-files/', LOG_LEVEL: 'warn' };
  const environment = serviceEnv('music', { facts: { ...local!, dataDir: dataDir! }, shell: {} });
  const music = await startBaseline(
    { ...bench, startLimitMs: START_LIMIT_MS },
    'music',
    'downbeat',
    JSON.stringify({ ...environment, ...files }),
  );
  const ours = await startBaseline(bench, 'nginx', join(dataDir!, 'music/objects'), music.url);
  const nginx = loaded(bench, 'nginx', (await startNginx(bench, audio)).url);
  return { ours: loaded(bench, 'Downbeat', ours.url + path), nginx };
});

/** Lets the system forget what it has of a file in memory. */
async function forget(file: string): Promise<void> {
  const args = [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none'];
  const { code, output } = await runCommand('dd', args, { timeoutMs: CALL_LIMIT_MS });
  if (code !== 0) throw new Error(`dd did not drop ${file} from memory: ${output}`);
}

function cold(name: string, url: string, file: string): Contestant {
  const headers = rangeOf(0, FIRST_BYTES);
  const measure = async () => {
    let sumMs = 0;
    for (let n = 0; n < COLD_READS; n += 1) {
      await forget(file);
      const beganMs = performance.now();
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(CALL_LIMIT_MS) });
      const { byteLength } = await response.arrayBuffer();
      if (byteLength !== FIRST_BYTES) throw new Error(`${url} sent ${byteLength} bytes`);
      sumMs += performance.now() - beganMs;
    }
    return { [COLD]: sumMs / COLD_READS };
  };
  return { name, measure };
}

export const coldFile = toNginx({ figure: COLD, better: 'lower', ratio: 0.5 }, async (bench) => {
  const { url, audio } = await store(bench);
  const objects = globSync(join(bench.system.dataDir!, 'music/objects/*/*.wav'));
  const newest = objects.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
  if (!hasNginx) return { ours: cold('Downbeat', url, newest), nginx: null };
  const nginx = await startNginx(bench, audio);
  return { ours: cold('Downbeat', url, newest), nginx: cold('nginx', nginx.url, nginx.file) };
});
