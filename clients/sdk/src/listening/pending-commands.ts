import { DownbeatError } from '../http/errors.ts';
import type { MessageProblem } from './messages.ts';

/** How long a command may stay unanswered, a reconnect included. */
const COMMAND_DEADLINE_MS = 10_000;

interface Pending {
  resolve(): void;
  reject(error: DownbeatError): void;
  timer: ReturnType<typeof setTimeout>;
  resend(): void;
}

/** Commands that were sent and not yet answered, by their `commandId`. Sending one twice is harmless. */
export class PendingCommands {
  readonly #pending = new Map<string, Pending>();

  /** Sends a command and waits for its answer. */
  track(commandId: string, send: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void =>
        this.#settle(commandId, new DownbeatError('TIMEOUT', 'The command was not answered'));
      this.#pending.set(commandId, {
        resolve,
        reject,
        timer: setTimeout(late, COMMAND_DEADLINE_MS),
        resend: send,
      });
      send();
    });
  }

  accepted(commandId: string): void {
    this.#settle(commandId, null);
  }

  refused(commandId: string, problem: MessageProblem): void {
    const message = problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`;
    this.#settle(commandId, new DownbeatError<string>(problem.code, message));
  }

  /** After a reconnect: whatever is unanswered goes out again under the same id. */
  resendAll(): void {
    for (const pending of this.#pending.values()) pending.resend();
  }

  abandonAll(reason: string): void {
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
