// One upload of 49 MB, which is hashed and looked through, to busboy that writes the same form to disk.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { wavOf } from '../system/wav.ts';
import { startBaseline } from './baseline.ts';
import type { Contestant, Row } from './contest.ts';
import { signedIn } from './library.ts';

const FIGURE = 'ms for an upload';
const AUDIO_BYTES = 49_000_000;
const SMOKE_BYTES = 1_000_000;
const SAMPLE_RATE = 48_000;
const UPLOADS = 3;
const LIMIT_MS = 60_000;
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
