import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { tracksDir } from './clients.ts';

/** A problem response without the parts that differ from run to run. */
export interface PlainProblem {
  status: number;
  contentType: string | null;
  body: Record<string, unknown>;
}

/** Sends a request and returns its problem, after checking that the request id equals the response's header. */
export async function problemOf(url: string, init: RequestInit = {}): Promise<PlainProblem> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init });
  const { requestId, ...body } = (await response.json()) as Record<string, unknown>;
  if (requestId !== response.headers.get('x-request-id'))
    throw new Error(`requestId ${String(requestId)} is not the header's`);
  return { status: response.status, contentType: response.headers.get('content-type'), body: plain(body) };
}

/** With the end of `type` alone: each system has an address of its own for its pages of problems. */
const plain = (body: Record<string, unknown>): Record<string, unknown> => ({
  ...body,
  type: String(body['type']).replace(/^https?:\/\/[^/]+\//, ''),
});

/** The same for a response of `node:http`, for uploads and refused upgrades. */
export async function plainProblem(response: IncomingMessage): Promise<PlainProblem> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const { requestId, ...body } = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
  const { 'x-request-id': header, 'content-type': contentType = null } = response.headers;
  if (requestId !== header) throw new Error(`requestId ${String(requestId)} is not the header's`);
  return { status: response.statusCode ?? 0, contentType, body: plain(body) };
}

/** The whole problem response that is expected. */
export function problem(
  code: string,
  status: number,
  title: string,
  instance: string,
  more: object = {},
): PlainProblem {
  const type = `problems/${code.toLowerCase().replaceAll('_', '-')}`;
  return {
    status,
    contentType: 'application/problem+json',
    body: { type, title, status, code, instance, ...more },
  };
}

/** The header that authenticates a request. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/**
 * Uploads a valid MP3 followed by `bytes` of random data as the part `audio`, at the speed at which the server reads,
 * and returns the response, also when it comes before the end of the upload.
 */
export function uploadOf(
  url: string,
  token: string,
  bytes: number,
): Promise<PlainProblem & { sentBytes: number }> {
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
      plainProblem(response)
        .then((answer) => {
          answered = true;
          resolve({ ...answer, sentBytes });
          upload.destroy();
        })
        .catch(reject);
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
