import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { messageReader } from '@downbeat/shared/test-kit';
import { compile } from '@downbeat/shared/validation';
import { ClockEstimator, microseconds, milliseconds, positionAt, timelineFrom } from '@downbeat/timing';
import { WebSocket, type ClientOptions } from 'ws';
import {
  ServerMessageByType,
  type ServerMessage,
  type Snapshot,
} from '../../../src/generated/listening.schemas.gen.ts';
import { systemClock, type MonotonicClock } from '../../../src/listening/store/reference-clock.ts';

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

const DEADLINE_MS = 10_000;

const validators = new Map(
  Object.entries(ServerMessageByType).map(([type, schema]) => [type, compile(schema, 'answer')]),
);

const read = messageReader(validators);

/** Reads a message of the server; throws where the contract does not allow it. */
const readServerMessage = (text: string): ServerMessage => read(text) as ServerMessage;

/** A frame with a mask of zeros, so that its payload is not changed (RFC 6455, section 5.2). */
export function maskedFrame(firstByte: number, payload: Buffer | string): Buffer {
  const bytes = Buffer.from(payload);
  if (bytes.length > 125) throw new RangeError('only short frames');
  return Buffer.concat([Buffer.from([firstByte, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

/** The TCP socket of a client that is being upgraded, to write bytes that no client sends. */
export async function rawSocketOf({ socket }: TestClient): Promise<IncomingMessage['socket']> {
  const [response] = (await once(socket, 'upgrade')) as [IncomingMessage];
  return response.socket;
}

/** A WebSocket client that validates and keeps every message, in order, and can wait for one. */
export class TestClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly clock: MonotonicClock;
  readonly estimator = new ClockEstimator();
  closed: { code: number; reason: string } | undefined;
  readonly #waiting = new Set<() => void>();
  #seen = 0;
  #probes = 0;

  constructor(url: string, options: ClientOptions & { clock?: MonotonicClock } = {}) {
    const { clock = systemClock, ...rest } = options;
    this.clock = clock;
    this.socket = new WebSocket(url, { perMessageDeflate: false, ...rest });
    // No test waits for an invalid message: the error is thrown here, and fails the test that is running.
    this.socket.on('message', (data: Buffer) => this.#take(readServerMessage(data.toString())));
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of this type, after the last one that was waited for. */
  async next<T extends ServerMessage['type']>(type: T): Promise<MessageOf<T>> {
    const found = await this.#waitFor(() => {
      const index = this.messages.findIndex((message, at) => at >= this.#seen && message.type === type);
      if (index === -1) return undefined;
      this.#seen = index + 1;
      return this.messages[index];
    }, `a message ${type}`);
    return found as MessageOf<T>;
  }

  async snapshot(): Promise<Snapshot> {
    return this.next('snapshot');
  }

  /** The answer to a command: its effect, an `ack`, or a refusal. */
  async answerTo(commandId: string): Promise<ServerMessage> {
    return this.#waitFor(
      () => this.messages.find((message) => 'commandId' in message && message.commandId === commandId),
      `the answer to ${commandId}`,
    );
  }

  async closing(): Promise<{ code: number; reason: string }> {
    return this.#waitFor(() => this.closed, 'the close');
  }

  /** One burst of probes, as a client does on connecting. */
  async synchronise(): Promise<void> {
    for (let index = 0; index < 8; index += 1) {
      const probeId = (this.#probes += 1);
      const sent = this.clock.nowUs();
      this.send({ type: 'probe', probeId, clientSendTimeUs: sent });
      const reply = await this.#waitFor(() => this.#replyTo(probeId), `the reply to probe ${probeId}`);
      const received = this.clock.nowUs();
      this.estimator.addProbe({
        localSendUs: sent,
        referenceReceiveUs: microseconds(reply.serverReceiveTimeUs),
        referenceSendUs: microseconds(reply.serverSendTimeUs),
        localReceiveUs: received,
      });
    }
    this.estimator.completeBurst();
  }

  /** By its id: another wait may have passed over it, when it came in one packet with what that one waits for. */
  #replyTo(probeId: number): MessageOf<'probeReply'> | undefined {
    const index = this.messages.findIndex((one) => one.type === 'probeReply' && one.probeId === probeId);
    if (index === -1) return undefined;
    this.#seen = Math.max(this.#seen, index + 1);
    return this.messages[index] as MessageOf<'probeReply'>;
  }

  /** The time of this process's true clock at an instant of the server. */
  trueMsOf(serverUs: number, aheadMs: number, driftPpm: number): number {
    const local = this.estimator.toLocal(microseconds(serverUs));
    return (local - aheadMs * 1000) / (1 + driftPpm * 1e-6) / 1000;
  }

  positionNow(timeline: Snapshot['timeline']): number {
    return positionAt(
      timelineFrom(timeline),
      this.estimator.toReference(this.clock.nowUs()),
      milliseconds(1e9),
    );
  }

  close(): void {
    this.socket.close();
  }

  #take(message: ServerMessage): void {
    this.messages.push(message);
    this.#wake();
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }

  async #waitFor<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      const check = (): void => {
        const found = find();
        if (found === undefined) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        const got = JSON.stringify(this.messages.slice(-5));
        reject(new Error(`${what} did not arrive; closed ${JSON.stringify(this.closed)}; got ${got}`));
      }, DEADLINE_MS);
      this.#waiting.add(check);
      check();
    });
  }
}
