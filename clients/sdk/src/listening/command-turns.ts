import { DownbeatError } from '../http/errors.ts';
import type { Command } from './messages.ts';
import { COMMAND_DEADLINE_MS } from './pending-commands.ts';

/** Commands of our own that may wait for an earlier one's answer. */
const WAITING_LIMIT = 20;

interface Turn {
  command: Command;
  readonly answer: PromiseWithResolvers<void>;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Sends our own commands one at a time, so that none is based on what an earlier one has changed since: nobody comes too late
 * for themselves, and each is based on what is known when it is sent. Of seeks in a row that wait, only the last is sent,
 * and answers them all.
 */
export class CommandTurns {
  readonly #send: (command: Command) => Promise<void>;
  readonly #waiting: Turn[] = [];
  #busy = false;

  constructor(send: (command: Command) => Promise<void>) {
    this.#send = send;
  }

  /** @throws DownbeatError what the command is refused with; RATE_LIMITED where 20 wait already, TIMEOUT after 10 s */
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
    const timer = setTimeout(() => this.#giveUp(turn), COMMAND_DEADLINE_MS);
    const turn: Turn = { command, answer: Promise.withResolvers(), timer };
    this.#waiting.push(turn);
    this.#next();
    return turn.answer.promise;
  }

  /** What was wished that long ago may not be wished any more. */
  #giveUp(turn: Turn): void {
    this.#waiting.splice(this.#waiting.indexOf(turn), 1);
    turn.answer.reject(new DownbeatError('TIMEOUT', 'The command did not get its turn'));
  }

  #next(): void {
    const turn = this.#busy ? undefined : this.#waiting.shift();
    if (turn === undefined) return;
    this.#busy = true;
    clearTimeout(turn.timer);
    const { resolve, reject } = turn.answer;
    void this.#send(turn.command)
      .then(resolve, reject)
      .finally(() => {
        this.#busy = false;
        this.#next();
      });
  }
}
