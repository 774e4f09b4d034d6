import { once } from 'node:events';
import { ClockEstimator, microseconds, milliseconds, positionAt, timelineFrom } from '@downbeat/timing';
import { WebSocket, type ClientOptions } from 'ws';
import type { ServerMessage, Snapshot } from '../../../src/generated/listening.schemas.gen.ts';
import { systemClock, type MonotonicClock } from '../../../src/listening/store/reference-clock.ts';
import { serverMessageOf } from './server-message.ts';

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

const DEADLINE_MS = 10_000;

/** A bare WebSocket client: every message it got, in order, each one that the contract allows, and a way to wait for one. */
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
    // A wrong message is nothing that a test waits for: thrown from here, it fails whichever test is running.
    this.socket.on('message', (data: Buffer) => this.#take(serverMessageOf(data.toString())));
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of this type that nobody has waited for yet. */
  async next<T extends ServerMessage['type']>(type: T): Promise<MessageOf<T>> {
    const found = await this.#until(() => {
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

  async closing(): Promise<{ code: number; reason: string }> {
    return this.#until(() => this.closed, 'the socket to close');
  }

  /** One burst of probes, as a client does on connecting. */
  async synchronise(): Promise<void> {
    for (let index = 0; index < 8; index += 1) {
      const probeId = (this.#probes += 1);
      const sent = this.clock.nowUs();
      const replied = once(this.socket, 'message');
      this.send({ type: 'probe', probeId, clientSendTimeUs: sent });
      await replied;
      const received = this.clock.nowUs();
      const reply = await this.next('probeReply');
      this.estimator.addProbe({
        localSendUs: sent,
        referenceReceiveUs: microseconds(reply.serverReceiveTimeUs),
        referenceSendUs: microseconds(reply.serverSendTimeUs),
        localReceiveUs: received,
      });
    }
    this.estimator.completeBurst();
  }

  /** When a server instant comes, on the true clock of this process. */
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

  async #until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        const got = JSON.stringify(this.messages.slice(-5));
        reject(new Error(`waited in vain for ${what}; closed ${JSON.stringify(this.closed)}; got ${got}`));
      }, DEADLINE_MS);
      this.#waiting.add(check);
      check();
    });
  }
}
