// The members of one room, all in this process: plain WebSocket clients, the same for the product and for each baseline.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { percentile } from '@downbeat/timing';
import { WebSocket } from 'ws';
import type { Sample } from './contest.ts';

const RECEIVED_WITHIN_MS = 30_000;
const OPENED_AT_ONCE = 25;

export const P99 = 'fan-out p99 ms';
export const CPU = 'server CPU per delivery µs';

export interface Audience {
  sockets: WebSocket[];
  /** The process that sends to them. */
  serverPid: number;
  /** The message that makes the server send one with the same id to all members. */
  command: (id: string) => string;
}

/** Opens a socket for each URL; `join` resolves when the server counts the socket as a member. */
export async function openAll(
  urls: readonly (() => Promise<string>)[],
  join: (socket: WebSocket) => Promise<void>,
): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  const waiting = urls.values();
  const open = async (): Promise<void> => {
    for (const url of waiting) {
      const socket = new WebSocket(await url(), { perMessageDeflate: false });
      sockets.push(socket);
      await Promise.all([once(socket, 'open'), join(socket)]);
    }
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, open));
  return sockets;
}

/** Gives commands one after the other by the first member, each when all have received the one before. */
export async function measureCommands(audience: Audience, commands: number): Promise<Sample> {
  const waitsMs: number[] = [];
  const cpuBeforeMs = cpuMs(audience.serverPid);
  for (let n = 0; n < commands; n += 1) waitsMs.push(...(await measureCommand(audience)));
  const cpuUs = (cpuMs(audience.serverPid) - cpuBeforeMs) * 1000;
  return { [P99]: percentile(waitsMs, 0.99), [CPU]: cpuUs / waitsMs.length };
}

/** How long the message of one command took to each member. */
async function measureCommand({ sockets, command }: Audience): Promise<number[]> {
  const id = randomUUID();
  const waitsMs: number[] = [];
  const { promise: all, resolve, reject } = Promise.withResolvers<undefined>();
  let sentMs = 0;
  const receive = (data: Buffer): void => {
    if (!data.includes(id)) return;
    if (data.includes('"type":"problem"')) reject(new Error(`the command was refused: ${data.toString()}`));
    waitsMs.push(performance.now() - sentMs);
    if (waitsMs.length === sockets.length) resolve(undefined);
  };
  for (const socket of sockets) socket.on('message', receive);
  const text = command(id);
  sentMs = performance.now();
  sockets[0]!.send(text);
  const late = setTimeout(() => resolve(undefined), RECEIVED_WITHIN_MS);
  try {
    await all;
  } finally {
    clearTimeout(late);
    for (const socket of sockets) socket.off('message', receive);
  }
  if (waitsMs.length < sockets.length)
    throw new Error(`${sockets.length - waitsMs.length} of ${sockets.length} members received nothing`);
  return waitsMs;
}

/** The time that all threads of a process have been on a processor (Linux: /proc/<pid>/schedstat); else NaN. */
export function cpuMs(pid: number): number {
  if (process.platform !== 'linux') return NaN;
  const threads = globSync(`/proc/${pid}/task/*/schedstat`).map((path) => readFileSync(path, 'utf8'));
  return threads.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
}
