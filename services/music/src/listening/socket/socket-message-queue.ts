import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Microseconds } from '@downbeat/timing';
import type { ClientMessage } from '../../generated/listening.schemas.gen.ts';
import { MessageError, problemMessage } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { editCost } from '../model/queue-edit.ts';
import type { Room } from '../room/room.ts';
import type { Connection } from './connection.ts';
import { decodeMessage } from './message-decoder.ts';
import type { ClientMessageOf, ClientMessageType, Handlers, MessageContext } from './message-handlers.ts';
import { TokenBucket } from './token-bucket.ts';

interface ReceivedMessage {
  readonly text: string | undefined;
  readonly receivedUs: Microseconds;
}

const bucket = (perSecond: number, burst: number) => new TokenBucket(perSecond, burst, performance.now());

/** The messages of one socket: limited, validated, and handled in order. */
export class SocketMessageQueue {
  readonly #connection: Connection;
  readonly #handlers: Handlers;
  readonly #logger: Logger;
  readonly #messages = bucket(limits.messagesPerSecond, limits.messageBurst);
  readonly #editedItems = bucket(limits.editedItemsPerSecond, limits.editedItemBurst);
  readonly #presences = bucket(limits.presencesPerSecond, limits.presenceBurst);
  readonly #controlFrames = bucket(limits.controlFramesPerSecond, limits.controlFrameBurst);
  readonly #probes = bucket(limits.probesPerSecond, limits.probeBurst);
  readonly #violations = bucket(limits.violationsPerSecond, limits.violationBurst);
  #early: ReceivedMessage[] = [];
  #room: Room | undefined;
  #work: Promise<void> = Promise.resolve();
  #dropped = 0;
  #waiting = 0;
  #malformed = 0;

  constructor(connection: Connection, handlers: Handlers, logger: Logger) {
    this.#connection = connection;
    this.#handlers = handlers;
    this.#logger = logger;
  }

  /** Takes one message; undefined for a frame that is not text. Messages before {@link open} wait. */
  receive(text: string | undefined, receivedUs: Microseconds): void {
    if (this.#room !== undefined) this.#take({ text, receivedUs }, this.#room);
    else if (this.#early.length < limits.waitingMessages) this.#early.push({ text, receivedUs });
    else {
      // The problem is sent later, since the snapshot must be the first message.
      this.#dropped = Math.min(this.#dropped + 1, limits.violationBurst);
      this.#countViolation();
    }
  }

  /** Answers a ping within the limit (RFC 6455, section 5.5.2, does not require an answer to each). */
  ping(data: Buffer): void {
    if (this.#countControlFrame()) this.#connection.pong(data);
  }

  /** Counts a pong, whether it answers a ping or not. */
  pong(): void {
    this.#countControlFrame();
  }

  /** The member is in the room: handles the messages that wait. */
  open(room: Room): void {
    this.#room = room;
    const early = this.#early;
    this.#early = [];
    for (const received of early) this.#take(received, room);
    for (; this.#dropped > 0; this.#dropped -= 1) this.#sendProblem(new MessageError('RATE_LIMITED'));
  }

  #take({ text, receivedUs }: ReceivedMessage, room: Room): void {
    try {
      const message = decodeMessage(text ?? '');
      const context = { connection: this.#connection, room, receivedUs };
      if (message.type !== 'probe') this.#enqueue(message, context);
      // Probes do not wait for other messages, and have their own limit: above it they are not answered.
      else if (this.#probes.take(performance.now())) void this.#handlers.probe(message, context);
    } catch (error) {
      this.#sendProblem(error);
      this.#malformed += 1;
      if (this.#malformed >= limits.malformedMessages) this.#connection.close('malformedTraffic');
    }
  }

  #enqueue(message: ClientMessage, context: MessageContext): void {
    if (!this.#isWithinRate(message) || this.#waiting >= limits.waitingMessages) {
      this.#sendProblem(new MessageError('RATE_LIMITED'), message);
      this.#countViolation();
      return;
    }
    this.#waiting += 1;
    this.#work = this.#work.then(() => this.#handle(message, context));
  }

  /** An edit is sent to every member, so what it names is limited too; so is a change of presence. */
  #isWithinRate(message: ClientMessage): boolean {
    const nowMs = performance.now();
    if (!this.#messages.take(nowMs)) return false;
    if (message.type === 'presence') return this.#presences.take(nowMs);
    return message.type !== 'queue' || this.#editedItems.take(nowMs, editCost(message));
  }

  async #handle<T extends ClientMessageType>(
    message: ClientMessageOf<T>,
    context: MessageContext,
  ): Promise<void> {
    try {
      await this.#handlers[message.type](message, context);
    } catch (error) {
      this.#sendProblem(error, message);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** An error that is not a MessageError is a fault of the server: Redis is away, most likely. */
  #sendProblem(error: unknown, message?: ClientMessage): void {
    const known = error instanceof MessageError;
    if (!known) {
      const { sessionId } = this.#connection.identity;
      this.#logger.warn({ sessionId, reason: reasonOf(error) }, 'a message could not be handled');
    }
    const commandId = message !== undefined && 'commandId' in message ? message.commandId : undefined;
    this.#connection.send(problemMessage(known ? error : new MessageError('UNAVAILABLE'), commandId));
  }

  #countControlFrame(): boolean {
    const within = this.#controlFrames.take(performance.now());
    if (!within) this.#countViolation();
    return within;
  }

  #countViolation(): void {
    if (!this.#violations.take(performance.now())) this.#connection.close('tooManyMessages');
  }
}
