import type { Teardown } from './start.ts';

/** The part of a test that a system needs, for a program that is no test: what was started last is ended first. */
export class Teardowns implements Teardown {
  readonly #handlers: (() => Promise<void>)[] = [];

  teardown(handler: () => Promise<void>): void {
    this.#handlers.unshift(handler);
  }

  async run(): Promise<void> {
    for (const handler of this.#handlers) await handler();
  }
}
