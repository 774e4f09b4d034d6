import { DownbeatError } from '../http/errors.ts';
import type { MessageProblem } from './messages.ts';

/** How long a command may wait for its turn, and how long it may then stay unanswered, a reconnect included. */
export const COMMAND_DEADLINE_MS = 10_000;

/** The error of a refusal that came over the socket. */
export function errorFromMessage({ code, title, detail }: MessageProblem): DownbeatError {
  return new DownbeatError<string>(code, detail === undefined ? title : `${title}: ${detail}`);
}

interface Pending {
  resolve(): void;
  reject(error: DownbeatError): void;
  timer: ReturnType<typeof setTimeout>;
  resend(): void;
}

/** Commands that were sent and not yet answered, by their `commandId`. Sending one twice is harmless. */
export class PendingCommands {
  readonly #pending = new Map<string, Pending>();
  #over: string | null = null;

  /** Sends a command and waits for its answer. */
  track(commandId: string, send: () => void): Promise<void> {
    if (this.#over !== null) return Promise.reject(new DownbeatError('NETWORK_ERROR', this.#over));
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
    this.#settle(commandId, errorFromMessage(problem));
  }

  /** After a reconnect: whatever is unanswered goes out again under the same id. */
  resendAll(): void {
    for (const pending of this.#pending.values()) pending.resend();
  }

  /** The room is over: what waits fails, and so does what comes after. */
  abandonAll(reason: string): void {
    this.#over = reason;
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
