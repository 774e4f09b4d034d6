// One upload of 49 MB, which is hashed and looked through, to busboy that writes the same form to disk.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { wavOf } from '../system/wav.ts';
import { startBaseline } from './baseline.ts';
import type { Contestant, Row, Sample } from './contest.ts';
import { signedIn } from './library.ts';

const FIGURE = 'ms for an upload';
const AUDIO_BYTES = 49_000_000;
const SMOKE_BYTES = 1_000_000;
const SAMPLE_RATE = 48_000;
const UPLOADS = 3;
const LIMIT_MS = 180_000;
const BOUNDARY = 'downbeat-bench';

function formOf(audio: Buffer): Buffer {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="audio"; filename="long.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), audio, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

/** Sends the form, and returns the answer and how long it took to come. */
async function post(
  url: string,
  headers: Record<string, string>,
  form: Buffer,
): Promise<{ ms: number; answer: string }> {
  const beganMs = performance.now();
  const upload = request(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': form.length,
    },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  upload.end(form);
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 201) throw new Error(`${url} answered ${response.statusCode}: ${answer}`);
  return { ms: performance.now() - beganMs, answer };
}

const MEMORY = 'MB of music at 50 uploads at once';
const AT_ONCE = 50;
const SMOKE_AT_ONCE = 3;
const SAMPLE_EVERY_MS = 50;

function residentMegabytes(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
}

/** The most memory that music has while many clients send it a large file each. */
export const uploads: Row = async (bench) => {
  const { artist } = await bench.library();
  const form = formOf(wavOf(Buffer.alloc(bench.isSmoke ? SMOKE_BYTES : AUDIO_BYTES, 'sound'), SAMPLE_RATE));
  const pid = bench.system.pidOf('music')!;
  const measure = async (): Promise<Sample> => {
    const bearer = await signedIn(artist);
    let mostMegabytes = 0;
    const timer = setInterval(() => {
      mostMegabytes = Math.max(mostMegabytes, residentMegabytes(pid));
    }, SAMPLE_EVERY_MS);
    const send = async (): Promise<void> => {
      const { answer } = await post(`${bench.system.musicUrl}/api/music/create`, bearer, form);
      await artist.music.deleteTrack({ trackId: (JSON.parse(answer) as { id: string }).id });
    };
    const count = bench.isSmoke ? SMOKE_AT_ONCE : AT_ONCE;
    await Promise.all(Array.from({ length: count }, send)).finally(() => clearInterval(timer));
    return { [MEMORY]: mostMegabytes };
  };
  return {
    ours: { name: 'Downbeat', measure },
    baselines: [],
    aims: [{ figure: MEMORY, better: 'lower', limit: 250 }],
    isMeasuredOnce: true,
  };
};

export const upload: Row = async (bench) => {
  const { artist } = await bench.library();
  const form = formOf(wavOf(Buffer.alloc(bench.isSmoke ? SMOKE_BYTES : AUDIO_BYTES, 'sound'), SAMPLE_RATE));
  const { url } = await startBaseline(bench, 'busboy');
  const contestant = (name: string, send: () => Promise<number>): Contestant => ({
    name,
    measure: async () => {
      let sumMs = 0;
      for (let n = 0; n < UPLOADS; n += 1) sumMs += await send();
      return { [FIGURE]: sumMs / UPLOADS };
    },
  });
  const sendOurs = async (): Promise<number> => {
    const bearer = await signedIn(artist);
    const { ms, answer } = await post(`${bench.system.musicUrl}/api/music/create`, bearer, form);
    const { id: trackId } = JSON.parse(answer) as { id: string };
    await artist.music.deleteTrack({ trackId });
    return ms;
  };
  return {
    ours: contestant('Downbeat', sendOurs),
    baselines: [contestant('busboy', async () => (await post(url, {}, form)).ms)],
    aims: [{ figure: FIGURE, better: 'lower', against: 'busboy', ratio: 0.8 }],
  };
};
