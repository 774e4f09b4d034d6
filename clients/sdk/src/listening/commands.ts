import { DownbeatError } from '../http/errors.ts';
import { errorFromMessage, type Command, type MessageProblem } from './messages.ts';

/** How long a command may wait to be sent, and how long it may then stay unanswered, a reconnect included. */
const COMMAND_DEADLINE_MS = 10_000;
/** How many commands of this client may wait while an earlier one is unanswered. */
const MAX_WAITING = 20;

interface Queued {
  command: Command;
  readonly answer: PromiseWithResolvers<void>;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Sends this client's commands one at a time. Each is then based on the revision that the one before has made, so the
 * server does not refuse it as stale. When several seeks in a row wait, only the last is sent, and its answer counts
 * for all of them.
 */
export class CommandQueue {
  readonly #send: (command: Command) => Promise<void>;
  readonly #waiting: Queued[] = [];
  #busy = false;

  constructor(send: (command: Command) => Promise<void>) {
    this.#send = send;
  }

  /** @throws DownbeatError the code of a refusal; RATE_LIMITED when 20 commands wait already; TIMEOUT after 10 s */
  run(command: Command): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last?.command.type === 'seek' && command.type === 'seek') {
      last.command = command;
      return last.answer.promise;
    }
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.reject(
        new DownbeatError<string>('RATE_LIMITED', 'Too many commands wait for an answer'),
      );
    const timer = setTimeout(() => this.#expire(queued), COMMAND_DEADLINE_MS);
    const queued: Queued = { command, answer: Promise.withResolvers(), timer };
    this.#waiting.push(queued);
    this.#sendNext();
    return queued.answer.promise;
  }

  /** Drops a command that waited too long: the user may not want it any more. */
  #expire(queued: Queued): void {
    this.#waiting.splice(this.#waiting.indexOf(queued), 1);
    queued.answer.reject(new DownbeatError('TIMEOUT', 'The command was not sent in time'));
  }

  #sendNext(): void {
    const queued = this.#busy ? undefined : this.#waiting.shift();
    if (queued === undefined) return;
    this.#busy = true;
    clearTimeout(queued.timer);
    const { resolve, reject } = queued.answer;
    void this.#send(queued.command)
      .then(resolve, reject)
      .finally(() => {
        this.#busy = false;
        this.#sendNext();
      });
  }
}

interface Pending {
  resolve(): void;
  reject(error: DownbeatError): void;
  timer: ReturnType<typeof setTimeout>;
  resend(): void;
}

/** Commands that were sent and are unanswered, by their `commandId`, which makes sending one twice harmless. */
export class PendingCommands {
  readonly #pending = new Map<string, Pending>();
  #closedReason: string | null = null;

  /** Sends a command and waits for its answer. */
  track(commandId: string, send: () => void): Promise<void> {
    if (this.#closedReason !== null)
      return Promise.reject(new DownbeatError('NETWORK_ERROR', this.#closedReason));
    return new Promise((resolve, reject) => {
      const late = (): void =>
        this.#settle(commandId, new DownbeatError('TIMEOUT', 'The command was not answered'));
      const timer = setTimeout(late, COMMAND_DEADLINE_MS);
      this.#pending.set(commandId, { resolve, reject, timer, resend: send });
      send();
    });
  }

  accepted(commandId: string): void {
    this.#settle(commandId, null);
  }

  refused(commandId: string, problem: MessageProblem): void {
    this.#settle(commandId, errorFromMessage(problem));
  }

  /** After a reconnect: sends every unanswered command again, under the same id. */
  resendAll(): void {
    for (const pending of this.#pending.values()) pending.resend();
  }

  /** After the room was closed: fails every unanswered command and every later one. */
  abandonAll(reason: string): void {
    this.#closedReason = reason;
    for (const commandId of [...this.#pending.keys()]) {
      this.#settle(commandId, new DownbeatError('NETWORK_ERROR', reason));
    }
  }

  #settle(commandId: string, error: DownbeatError | null): void {
    const pending = this.#pending.get(commandId);
    if (pending === undefined) return;
    this.#pending.delete(commandId);
    clearTimeout(pending.timer);
    if (error === null) pending.resolve();
    else pending.reject(error);
  }
}
