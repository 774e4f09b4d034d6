// A real ws server, and a connection to it whose clock and timers the test moves.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { mock } from 'node:test';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import type { CloseCause } from '../../src/index.ts';
import { microseconds } from '../../src/listening.ts';
import { Connection } from '../../src/listening/connection.ts';
import type { ServerMessage } from '../../src/listening/messages.ts';

export interface Owner {
  teardown(run: () => unknown): void;
}

/** Handshakes are let through one after the other as `mayOpen` resolves; all at once by default. */
export async function server(
  t: Owner,
  accept: (socket: ServerSocket, nth: number) => void,
  mayOpen: (nth: number) => Promise<unknown> = async () => undefined,
) {
  let asked = 0;
  const verifyClient = (_info: unknown, open: (isAllowed: boolean) => void): void => {
    void mayOpen((asked += 1)).then(() => open(true));
  };
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const connections = new Set<Socket>();
  http.on('connection', (socket) => connections.add(socket));
  let count = 0;
  new WebSocketServer({ server: http, verifyClient }).on('connection', (socket) =>
    accept(socket, (count += 1)),
  );
  t.teardown(() => {
    for (const connection of connections) connection.destroy();
    http.close();
  });
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** A connection, what it reported, and a way to wait for its next status of a kind. */
export function connectionTo(t: Owner, socketUrl: () => Promise<string>) {
  const statuses: string[] = [];
  const messages: ServerMessage[] = [];
  const causes: (CloseCause | undefined)[] = [];
  const waiting: { status: string; resolve: (reason: string) => void }[] = [];
  const time = { nowMs: 1000 };
  const connection = new Connection({
    clock: { nowUs: () => microseconds(time.nowMs * 1000) },
    createSocket: (url) => new WebSocket(url),
    socketUrl,
    onMessage: (message) => messages.push(message),
    onStatus: (status, cause) => {
      statuses.push(status);
      causes.push(cause);
      const index = waiting.findIndex((one) => one.status === status);
      if (index >= 0) waiting.splice(index, 1)[0]!.resolve(cause?.reason ?? '');
    },
  });
  t.teardown(() => connection.close());
  const next = (status: string): Promise<string> =>
    new Promise((resolve) => waiting.push({ status, resolve }));
  /** Time passes, with the timers when they are mocked. */
  const pass = (ms: number): void => {
    time.nowMs += ms;
    mock.timers.tick(ms);
  };
  return { connection, statuses, causes, messages, next, pass, time };
}
