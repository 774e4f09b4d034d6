import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy between a client and a shared server, which fails in the ways in which a network fails. */
export interface FaultProxy {
  /** `url` with this proxy's host and port in place of the server's. */
  url: string;
  /** Passes nothing on in either direction, and keeps the connections open, as SIGSTOP does. */
  freeze: () => void;
  thaw: () => void;
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
    down: () => proxy.down(),
    up: () => proxy.up(),
  };
}

class Proxy {
  readonly #host: string;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #frozen = false;
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
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    for (const socket of this.#sockets) {
      if (frozen) socket.pause();
      else socket.resume();
    }
  }

  #join(client: Socket): void {
    const server = connect(this.#targetPort, this.#host);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (chunk) => void to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#frozen) from.pause();
    }
  }
}
