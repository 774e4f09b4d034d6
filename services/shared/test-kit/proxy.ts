import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy between a client and a shared server, which fails in the ways in which a network fails. */
export interface FaultProxy {
  /** `url` with this proxy's host and port in place of the server's. */
  url: string;
  /** Passes nothing on in either direction, and keeps the connections open, as SIGSTOP does. */
  freeze: () => void;
  thaw: () => void;
  /** As `freeze`, for the connections alone whose client sends this word early on, those of later clients included. */
  silence: (word: string) => void;
  /** Passes on again what later clients send; connections that were silenced stay as they are. */
  endSilence: () => void;
  /** Cuts every connection and refuses new ones, as kill -9 does. */
  down: () => Promise<void>;
  up: () => Promise<void>;
}

interface Teardown {
  teardown(handler: () => Promise<void>): void;
}

/** Starts a proxy to the server of `url` on a free port of this machine; it ends with `t`. */
export async function startFaultProxy(t: Teardown, url: string): Promise<FaultProxy> {
  const address = new URL(url);
  const proxy = new Proxy(address.hostname, Number(address.port));
  await proxy.up();
  t.teardown(() => proxy.down());
  address.hostname = '127.0.0.1';
  address.port = String(proxy.port);
  return {
    url: address.href,
    freeze: () => proxy.freeze(true),
    thaw: () => proxy.freeze(false),
    silence: (word) => proxy.silence(word),
    endSilence: () => proxy.endSilence(),
    down: () => proxy.down(),
    up: () => proxy.up(),
  };
}

/** How much of what a client has sent is searched for the word. */
const SEARCHED_CHARACTERS = 4096;

interface Connection {
  client: Socket;
  server: Socket;
  /** The first characters that the client has sent. */
  sent: string;
}

class Proxy {
  readonly #host: string;
  readonly #targetPort: number;
  readonly #connections = new Set<Connection>();
  #server: Server | null = null;
  #frozen = false;
  #silenced: string | null = null;
  port = 0;

  constructor(host: string, targetPort: number) {
    this.#host = host;
    this.#targetPort = targetPort;
  }

  async up(): Promise<void> {
    this.#server = createServer((client) => this.#join(client));
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    for (const { client, server: target } of this.#connections)
      for (const socket of [client, target]) socket.destroy();
    await closed;
  }

  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    for (const connection of this.#connections) setFrozen(connection, frozen);
  }

  silence(word: string): void {
    this.#silenced = word;
    for (const connection of this.#connections) if (this.#isSilenced(connection)) setFrozen(connection, true);
  }

  endSilence(): void {
    this.#silenced = null;
  }

  #isSilenced({ sent }: Connection): boolean {
    return this.#silenced !== null && sent.includes(this.#silenced);
  }

  #join(client: Socket): void {
    const connection: Connection = { client, server: connect(this.#targetPort, this.#host), sent: '' };
    const { server } = connection;
    this.#connections.add(connection);
    client.on('data', (chunk: Buffer) => {
      if (connection.sent.length < SEARCHED_CHARACTERS) connection.sent += chunk.toString('latin1');
      if (this.#isSilenced(connection)) setFrozen(connection, true);
      else server.write(chunk);
    });
    server.on('data', (chunk) => void client.write(chunk));
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#connections.delete(connection);
        client.destroy();
        server.destroy();
      });
    }
    if (this.#frozen) setFrozen(connection, true);
  }
}

function setFrozen({ client, server }: Connection, frozen: boolean): void {
  for (const socket of [client, server]) {
    if (frozen) socket.pause();
    else socket.resume();
  }
}
