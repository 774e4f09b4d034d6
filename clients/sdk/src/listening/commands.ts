import type { ErrorCode } from '../http/error-code.ts';
import { DownbeatError } from '../http/errors.ts';
import type { ClientMessage, Command } from './messages.ts';

/** How long a command may wait to be sent, and how long it may then stay unanswered, a reconnect included. */
const COMMAND_DEADLINE_MS = 10_000;
/** How many commands of this client may wait while an earlier one is unanswered. */
const MAX_WAITING = 20;

type CommandMessage = Extract<ClientMessage, { commandId: string }>;

export interface CommandQueueOptions {
  send(message: CommandMessage): void;
  /** Adds a new id and the revision that is known now. */
  toMessage(command: Command): CommandMessage;
}

interface Waiting {
  command: Command;
  readonly answer: PromiseWithResolvers<void>;
  readonly timer: ReturnType<typeof setTimeout>;
}

interface Sent extends Omit<Waiting, 'command'> {
  readonly message: CommandMessage;
}

/**
 * Sends this client's commands one at a time. Each is then based on the revision that the one before has made, so the
 * server does not refuse it as stale. When several seeks in a row wait, only the last is sent, and its answer counts
 * for all of them.
 */
export class CommandQueue {
  readonly #options: CommandQueueOptions;
  #waiting: Waiting[] = [];
  /** The command that was sent and is unanswered. */
  #sent: Sent | null = null;
  #closedReason: string | null = null;

  constructor(options: CommandQueueOptions) {
    this.#options = options;
  }

  /**
   * @throws DownbeatError the code of a refusal; RATE_LIMITED when 20 commands wait already; TIMEOUT after 10 s;
   *   ROOM_CLOSED when the room is closed.
   */
  run(command: Command): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last?.command.type === 'seek' && command.type === 'seek') {
      last.command = command;
      return last.answer.promise;
    }
    const refusal = this.#refusal();
    if (refusal !== null) return Promise.reject(refusal);
    const timer = setTimeout(() => this.#expire(waiting), COMMAND_DEADLINE_MS);
    const waiting: Waiting = { command, answer: Promise.withResolvers(), timer };
    this.#waiting.push(waiting);
    this.#sendNext();
    return waiting.answer.promise;
  }

  /** Takes the server's answer: null, or the error of a refusal. Ignores one that is not waited for. */
  answered(commandId: string, error: DownbeatError | null): void {
    if (this.#sent?.message.commandId === commandId) this.#settle(error);
  }

  /** After a reconnect: sends the unanswered command again. Its id is the same, so sending it twice is harmless. */
  resend(): void {
    if (this.#sent !== null) this.#options.send(this.#sent.message);
  }

  /** Fails every command that is not answered, and every later one. */
  close(reason: string): void {
    this.#closedReason = reason;
    const error = new DownbeatError<ErrorCode>('ROOM_CLOSED', reason);
    for (const { timer, answer } of this.#waiting) {
      clearTimeout(timer);
      answer.reject(error);
    }
    this.#waiting = [];
    this.#settle(error);
  }

  #refusal(): DownbeatError | null {
    if (this.#closedReason !== null) return new DownbeatError<ErrorCode>('ROOM_CLOSED', this.#closedReason);
    if (this.#waiting.length < MAX_WAITING) return null;
    return new DownbeatError<ErrorCode>('RATE_LIMITED', 'Too many commands wait for an answer');
  }

  /** Drops a command that waited too long: the user may not want it any more. */
  #expire(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.answer.reject(new DownbeatError('TIMEOUT', 'The command was not sent in time'));
  }

  #sendNext(): void {
    const next = this.#sent === null ? this.#waiting.shift() : undefined;
    if (next === undefined) return;
    clearTimeout(next.timer);
    const late = new DownbeatError('TIMEOUT', 'The command was not answered');
    const timer = setTimeout(() => this.#settle(late), COMMAND_DEADLINE_MS);
    const message = this.#options.toMessage(next.command);
    this.#sent = { answer: next.answer, message, timer };
    this.#options.send(message);
  }

  #settle(error: DownbeatError | null): void {
    if (this.#sent === null) return;
    const { answer, timer } = this.#sent;
    this.#sent = null;
    clearTimeout(timer);
    if (error === null) answer.resolve();
    else answer.reject(error);
    this.#sendNext();
  }
}
