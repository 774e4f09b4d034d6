import { DownbeatError } from '../http/errors.ts';
import type { Command } from './messages.ts';

/** Commands of our own that may wait for an earlier one's answer. */
const WAITING_LIMIT = 20;

interface Turn {
  command: Command;
  readonly answer: PromiseWithResolvers<void>;
}

/**
 * Sends our own commands one at a time, so that each is based on what the one before it has changed: nobody comes too late
 * for themselves. Of seeks in a row that wait, only the last is sent, and answers them all.
 */
export class CommandTurns {
  readonly #send: (command: Command) => Promise<void>;
  readonly #waiting: Turn[] = [];
  #busy = false;

  constructor(send: (command: Command) => Promise<void>) {
    this.#send = send;
  }

  /** @throws DownbeatError what the command is refused with; RATE_LIMITED where 20 wait already */
  run(command: Command): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last?.command.type === 'seek' && command.type === 'seek') {
      last.command = command;
      return last.answer.promise;
    }
    if (this.#waiting.length >= WAITING_LIMIT)
      return Promise.reject(
        new DownbeatError<string>('RATE_LIMITED', 'Too many commands wait for an answer'),
      );
    const turn: Turn = { command, answer: Promise.withResolvers() };
    this.#waiting.push(turn);
    this.#next();
    return turn.answer.promise;
  }

  #next(): void {
    const turn = this.#busy ? undefined : this.#waiting.shift();
    if (turn === undefined) return;
    this.#busy = true;
    const { resolve, reject } = turn.answer;
    void this.#send(turn.command)
      .then(resolve, reject)
      .finally(() => {
        this.#busy = false;
        this.#next();
      });
  }
}
