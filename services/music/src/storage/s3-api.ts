import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { callWithLimit } from '@downbeat/shared/deadline';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Account } from '../config.ts';
import { errors } from '../errors.ts';
import { errorCodeOf } from './s3-xml.ts';

export interface S3Limits {
  /** For the answer to begin, all attempts together; its body has no limit. */
  answerMs: number;
  /** The same for a request with a body, and for one that puts parts together. */
  uploadMs: number;
  /** A request that fails for a reason that may pass is sent so many times. */
  attempts: number;
  /** The pause before the second attempt; doubled before each further one, and made shorter by chance. */
  pauseMs: number;
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Of the file; of the bucket without it. */
  name?: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  /** Other answers are errors. */
  accepts?: readonly number[];
  isUpload?: boolean;
  /** The answer is read at once, because it may be an error. */
  isXml?: boolean;
}

const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientCapacity', 'StorageFull']);
const INSUFFICIENT_STORAGE = 507;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Of these S3 itself says that the request may be sent again. */
const PASSING_CODES = new Set(['RequestTimeout', 'SlowDown', 'InternalError', 'OperationAborted']);
const NOTHING = Buffer.alloc(0);

/** A refusal of the server. */
class S3Refusal extends Error {
  readonly status: number;
  readonly code: string | null;

  constructor({ method }: S3Request, status: number, code: string | null) {
    super(`S3 answered ${status} ${code ?? ''} to ${method}`);
    this.status = status;
    this.code = code;
  }
}

function isPassing(error: unknown): boolean {
  // Without an answer: the network, or too late.
  if (!(error instanceof S3Refusal)) return true;
  return PASSING.has(error.status) || PASSING_CODES.has(error.code ?? '');
}

function problemOf(error: unknown) {
  const isFull =
    error instanceof S3Refusal && (error.status === INSUFFICIENT_STORAGE || FULL.has(error.code ?? ''));
  return isFull ? errors.STORAGE_FULL({ cause: error }) : errors.STORAGE_UNAVAILABLE({ cause: error });
}

/**
 * Signed requests to one bucket. aws4fetch (90 kB) signs them; the AWS SDK would add 23 MB to the image and load what
 * music at rest has no memory for.
 */
export class S3Api {
  readonly #account: S3Account;
  readonly #limits: S3Limits;
  /** Keys derived for the day. */
  readonly #cache = new Map<string, ArrayBuffer>();
  readonly #base: string;

  constructor(account: S3Account, limits: S3Limits) {
    this.#account = account;
    this.#limits = limits;
    const { protocol, host, pathname } = new URL(account.endpoint);
    const root = pathname.replace(/\/$/, '');
    this.#base = account.forcePathStyle
      ? `${protocol}//${host}${root}/${account.bucket}`
      : `${protocol}//${account.bucket}.${host}${root}`;
  }

  /**
   * Sends a request, again after a failure that may pass, but not after its time is over.
   * @throws ProblemError STORAGE_FULL, STORAGE_UNAVAILABLE
   */
  async send(request: S3Request, attempts = this.#limits.attempts): Promise<Response> {
    const { answerMs, uploadMs } = this.#limits;
    const limitMs = request.isUpload === true ? uploadMs : answerMs;
    try {
      return await callWithLimit('S3', (signal) => this.#attempt(request, attempts, signal), limitMs);
    } catch (error) {
      throw problemOf(error);
    }
  }

  async #attempt(request: S3Request, attempts: number, signal: AbortSignal): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#sendOnce(request, signal);
      } catch (error) {
        if (signal.aborted || attempt >= attempts || !isPassing(error)) throw error;
        const pauseMs = this.#limits.pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
        await pause(pauseMs, undefined, { signal });
      }
    }
  }

  /** As `send`, for an answer that is XML. One with status 200 can be an error, which may pass. */
  async text(request: S3Request): Promise<string> {
    return (await this.send({ ...request, isXml: true })).text();
  }

  async #sendOnce(request: S3Request, signal: AbortSignal): Promise<Response> {
    const init = await this.#signed(request);
    const response = await fetch(init.url, { ...init, redirect: 'error', signal });
    const { accepts = [200], isXml = false } = request;
    const isAccepted = accepts.includes(response.status);
    if (isAccepted && !isXml) return response;
    const text = isAccepted ? await response.text() : await response.text().catch(() => '');
    const code = errorCodeOf(text);
    if (isAccepted && code === null) return new Response(text);
    throw new S3Refusal(request, response.status, code);
  }

  async #signed({ method, name, query = {}, headers = {}, body }: S3Request) {
    const { accessKeyId, secretAccessKey, region } = this.#account;
    const url = new URL(name === undefined ? `${this.#base}/` : `${this.#base}/${name}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    // With it the server refuses a body that was changed on the way.
    const digest = createHash('sha256')
      .update(body ?? NOTHING)
      .digest('hex');
    const signer = new AwsV4Signer({
      ...{ method, url: url.href, headers: { ...headers, 'x-amz-content-sha256': digest } },
      ...{ accessKeyId, secretAccessKey, region, service: 's3', cache: this.#cache },
    });
    const signed = await signer.sign();
    return {
      method,
      url: signed.url.href,
      headers: signed.headers,
      // A view: `fetch` makes its own copy.
      ...(body !== undefined && {
        body: new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length),
      }),
    };
  }
}
