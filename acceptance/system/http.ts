import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { tracksDir } from './people.ts';

/** A problem without what differs from run to run. */
export interface PlainProblem {
  status: number;
  contentType: string | null;
  body: Record<string, unknown>;
}

/** Sends a request and gives back its problem, the request id checked against its header and then left out. */
export async function problemOf(url: string, init: RequestInit = {}): Promise<PlainProblem> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init });
  const { requestId, ...body } = (await response.json()) as Record<string, unknown>;
  if (requestId !== response.headers.get('x-request-id'))
    throw new Error(`requestId ${String(requestId)} is not the header's`);
  return { status: response.status, contentType: response.headers.get('content-type'), body };
}

/** How a problem is expected to look, whole. */
export function problem(
  code: string,
  status: number,
  title: string,
  instance: string,
  more: object = {},
): PlainProblem {
  const type = `https://downbeat.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`;
  return {
    status,
    contentType: 'application/problem+json',
    body: { type, title, status, code, instance, ...more },
  };
}

/** The headers of a signed-in JSON request. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/**
 * Uploads a true MP3 with `bytes` of noise behind it as the part `audio`, as slowly as the server takes them, and
 * gives its answer, however early it comes.
 */
export function uploadOf(
  url: string,
  token: string,
  bytes: number,
): Promise<{ status: number; body: unknown; sentBytes: number }> {
  const boundary = 'downbeat-acceptance';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="audio"; filename="huge.mp3"\r\ncontent-type: audio/mpeg\r\n\r\n`;
  const chunk = randomBytes(1024 * 1024);
  return new Promise((resolve, reject) => {
    let sentBytes = 0;
    let answered = false;
    const upload = request(url, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': `multipart/form-data; boundary=${boundary}` },
      timeout: 60_000,
    });
    upload.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        answered = true;
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(Buffer.concat(parts).toString()),
          sentBytes,
        });
        upload.destroy();
      });
    });
    upload.on('error', (error) => answered || reject(error));
    const push = (): void => {
      while (sentBytes < bytes && !answered && !upload.destroyed) {
        sentBytes += chunk.length;
        if (!upload.write(chunk)) return void upload.once('drain', push);
      }
      if (!answered && !upload.destroyed) upload.end(`\r\n--${boundary}--\r\n`);
    };
    upload.write(head);
    upload.write(readFileSync(join(tracksDir, 'harbour-lights.mp3')));
    push();
  });
}
