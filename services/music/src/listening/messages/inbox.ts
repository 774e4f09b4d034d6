import { reasonOf, type Log } from '@downbeat/shared/backing';
import type { Microseconds } from '@downbeat/timing';
import { limits } from '../limits.ts';
import type { Room } from '../rooms/room.ts';
import type { Connection } from '../socket/connection.ts';
import { TokenBucket } from '../socket/token-bucket.ts';
import { decode } from './decode.ts';
import type { Handlers, MessageContext } from './handlers.ts';
import { problemOf, Refusal } from './refusal.ts';
import type { ClientMessage, ClientMessageOf, ClientMessageType } from './types.ts';

interface Received {
  readonly text: string | undefined;
  readonly receivedUs: Microseconds;
}

/** What one socket sends: bounded, checked, and handled in order. */
export class Inbox {
  readonly #connection: Connection;
  readonly #handlers: Handlers;
  readonly #log: Log;
  readonly #bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, performance.now());
  readonly #controls = new TokenBucket(
    limits.controlFramesPerSecond,
    limits.controlFrameBurst,
    performance.now(),
  );
  readonly #probes = new TokenBucket(limits.probesPerSecond, limits.probeBurst, performance.now());
  readonly #patience = new TokenBucket(limits.refusalsPerSecond, limits.refusalBurst, performance.now());
  #early: Received[] = [];
  #room: Room | undefined;
  #work: Promise<void> = Promise.resolve();
  #turnedDown = 0;
  #waiting = 0;
  #malformed = 0;

  constructor(connection: Connection, handlers: Handlers, log: Log) {
    this.#connection = connection;
    this.#handlers = handlers;
    this.#log = log;
  }

  /** Takes one message; undefined for a frame that is no text. Those that come before the room is open wait. */
  receive(text: string | undefined, receivedUs: Microseconds): void {
    if (this.#room !== undefined) this.#take({ text, receivedUs }, this.#room);
    else if (this.#early.length < limits.waitingMessages) this.#early.push({ text, receivedUs });
    else this.#turnDown();
  }

  /** Answers a ping, as long as they are not too many (RFC 6455, section 5.5.2, does not want each answered). */
  ping(data: Buffer): void {
    if (this.#countControl()) this.#connection.pong(data);
  }

  /** Takes note of a pong, asked for or not. */
  pong(): void {
    this.#countControl();
  }

  /** The member has been let in: what waited is handled now. */
  open(room: Room): void {
    this.#room = room;
    const early = this.#early;
    this.#early = [];
    for (const received of early) this.#take(received, room);
    for (; this.#turnedDown > 0; this.#turnedDown -= 1) this.#refuse(new Refusal('RATE_LIMITED'));
  }

  /** There was no room: its refusal waits for the snapshot, which comes first. */
  #turnDown(): void {
    if (this.#turnedDown < limits.refusalBurst) this.#turnedDown += 1;
    this.#losePatience();
  }

  #take({ text, receivedUs }: Received, room: Room): void {
    try {
      const message = decode(text ?? '');
      const context = { connection: this.#connection, room, receivedUs };
      if (message.type === 'probe') this.#probe(message, context);
      else this.#enqueue(message, context);
    } catch (error) {
      this.#refuse(error);
      this.#countMalformed();
    }
  }

  /** Outside the bucket and ahead of whatever waits, but not without bound: too many are not answered. */
  #probe(message: ClientMessageOf<'probe'>, context: MessageContext): void {
    if (this.#probes.take(performance.now())) void this.#handlers.probe(message, context);
  }

  #enqueue(message: ClientMessage, context: MessageContext): void {
    if (!this.#bucket.take(performance.now()) || this.#waiting >= limits.waitingMessages) {
      this.#refuse(new Refusal('RATE_LIMITED'), message);
      this.#losePatience();
      return;
    }
    this.#waiting += 1;
    this.#work = this.#work.then(() => this.#handle(message, context));
  }

  async #handle<T extends ClientMessageType>(
    message: ClientMessageOf<T>,
    context: MessageContext,
  ): Promise<void> {
    try {
      await this.#handlers[message.type](message, context);
    } catch (error) {
      this.#refuse(error, message);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** What is no refusal of ours is a fault behind us: Redis away, most likely. */
  #refuse(error: unknown, message?: ClientMessage): void {
    const refusal = error instanceof Refusal ? error : new Refusal('UNAVAILABLE');
    if (refusal !== error) {
      const { sessionId } = this.#connection.identity;
      this.#log.warn({ sessionId, reason: reasonOf(error) }, 'a message could not be handled');
    }
    const commandId = message !== undefined && 'commandId' in message ? message.commandId : undefined;
    this.#connection.send(problemOf(refusal, commandId));
  }

  #countControl(): boolean {
    const within = this.#controls.take(performance.now());
    if (!within) this.#losePatience();
    return within;
  }

  #losePatience(): void {
    if (!this.#patience.take(performance.now())) this.#connection.close('tooManyMessages');
  }

  #countMalformed(): void {
    this.#malformed += 1;
    if (this.#malformed >= limits.malformedMessages) this.#connection.close('malformedTraffic');
  }
}
