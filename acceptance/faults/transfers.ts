// Uploads and downloads at the speed of a slow line, and what became of them.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer } from '../system/http.ts';

/** How a transfer at one instance ended. */
export interface Attempt {
  musicUrl: string;
  beganMs: number;
  endedMs: number;
  outcome: 'done' | 'refused' | 'cut';
  /** The status, or the error's code. */
  detail: string;
}

const CHUNKS = 12;
const TRANSFER_TIMEOUT_MS = 30_000;
const RETRY_MS = 100;
const BOUNDARY = 'downbeat-drill';
const CREATED = 201;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function formOf(title: string, audio: Buffer): Buffer {
  const part = (headers: string): string =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; ${headers}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(`${part('name="title"')}${title}\r\n${part('name="audio"; filename="drill.wav"')}`),
    audio,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
}

async function send(sending: ClientRequest, form: Buffer, gapMs: number): Promise<void> {
  const size = Math.ceil(form.length / CHUNKS);
  for (let from = 0; from < form.length && !sending.destroyed; from += size) {
    sending.write(form.subarray(from, from + size));
    if (gapMs > 0) await sleep(gapMs);
  }
  if (!sending.destroyed) sending.end();
}

/** Sends one track, with a pause of `gapMs` after each twelfth of it. */
export async function upload(
  musicUrl: string,
  token: string,
  track: { title: string; audio: Buffer },
  gapMs: number,
): Promise<Attempt> {
  const beganMs = Date.now();
  const form = formOf(track.title, track.audio);
  const sending = request(`${musicUrl}/api/music/create`, {
    method: 'POST',
    agent: false,
    headers: {
      ...bearer(token),
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': form.length,
    },
    timeout: TRANSFER_TIMEOUT_MS,
  });
  sending.on('timeout', () => sending.destroy(new Error('no answer')));
  // The one that counts is awaited below; another may follow it.
  sending.on('error', () => undefined);
  const ended = (outcome: Attempt['outcome'], detail: string): Attempt => ({
    ...{ musicUrl, beganMs, endedMs: Date.now() },
    outcome,
    detail,
  });
  try {
    const answered = once(sending, 'response');
    await Promise.all([answered, send(sending, form, gapMs)]);
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    const { statusCode } = response;
    return ended(statusCode === CREATED ? 'done' : 'refused', String(statusCode));
  } catch (error) {
    const code = codeOf(error);
    return ended(code === 'ECONNREFUSED' ? 'refused' : 'cut', code);
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

interface Download {
  attempts: Attempt[];
  isComplete: boolean;
}

/**
 * Reads a whole file at `bytesPerSecond`, and goes on by Range at the next instance whenever it breaks off.
 * @param urls one signed URL at each instance
 */
export async function download(
  urls: readonly string[],
  file: { bytes: number; sha256: string },
  bytesPerSecond: number,
): Promise<Download> {
  const attempts: Attempt[] = [];
  const hash = createHash('sha256');
  let received = 0;
  const read = async (url: string): Promise<string> => {
    const response = await get(url, received);
    if (response.statusCode !== (received === 0 ? 200 : 206)) {
      response.resume();
      return String(response.statusCode);
    }
    for await (const chunk of response as AsyncIterable<Buffer>) {
      hash.update(chunk);
      received += chunk.length;
      await sleep((chunk.length / bytesPerSecond) * 1000);
    }
    return 'end';
  };
  const deadlineMs = performance.now() + TRANSFER_TIMEOUT_MS;
  for (let turn = 0; received < file.bytes && performance.now() < deadlineMs; turn += 1) {
    const url = urls[turn % urls.length]!;
    const [beganMs, before] = [Date.now(), received];
    const detail = await read(url).catch((error: unknown) => codeOf(error));
    const outcome = received === file.bytes ? 'done' : received === before ? 'refused' : 'cut';
    attempts.push({ musicUrl: new URL(url).origin, beganMs, endedMs: Date.now(), outcome, detail });
    if (outcome !== 'done') await sleep(RETRY_MS);
  }
  return { attempts, isComplete: received === file.bytes && hash.digest('hex') === file.sha256 };
}

async function get(url: string, from: number): Promise<IncomingMessage> {
  const headers = from === 0 ? {} : { range: `bytes=${from}-` };
  const asking = request(url, { agent: false, headers, timeout: TRANSFER_TIMEOUT_MS });
  asking.on('timeout', () => asking.destroy(new Error('no answer')));
  asking.on('error', () => undefined);
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return response;
}
