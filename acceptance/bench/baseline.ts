// Starts the programs that the product is compared with, each in a process of its own, as the services are.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from './contest.ts';

const START_LIMIT_MS = 15_000;

/** A running baseline. */
export interface Baseline {
  url: string;
  pid: number;
}

/**
 * Starts a program of bench/baselines/ that sends one message, its port, once it listens. It ends with the row.
 * @throws Error when it ends before, or does not listen in time
 */
export async function startBaseline(
  { teardown, startLimitMs = START_LIMIT_MS }: Pick<Bench, 'teardown'> & { startLimitMs?: number },
  name: string,
  ...args: string[]
): Promise<Baseline> {
  const child = launch(name, args);
  teardown(() => end(child));
  const port = await firstMessage<number>(child, name, startLimitMs);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid! };
}

/** Runs a program of bench/baselines/ to its one message, what it measured, and ends it. */
export async function runBaseline<T>(name: string, limitMs: number, ...args: string[]): Promise<T> {
  const child = launch(name, args);
  try {
    return await firstMessage<T>(child, name, limitMs);
  } finally {
    await end(child);
  }
}

function launch(name: string, args: string[]): ChildProcess {
  const file = join(import.meta.dirname, 'baselines', `${name}.ts`);
  return fork(file, args, { env: { ...process.env, NODE_ENV: 'production' } });
}

async function firstMessage<T>(child: ChildProcess, name: string, limitMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  child.once('message', (message) => resolve(message as T));
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`the baseline ${name} ended with ${code}`)));
  const timer = setTimeout(() => reject(new Error(`the baseline ${name} took too long`)), limitMs);
  return promise.finally(() => clearTimeout(timer));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
