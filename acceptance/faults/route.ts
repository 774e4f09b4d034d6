import { WebSocket } from 'ws';

/** Where one device sends its calls and sockets: to both music instances in turn, as through a gateway. */
export class Route {
  readonly #ports: readonly string[];
  #turn: number;
  /** While set, all calls go to one instance and all sockets to another, by index. */
  split: { calls: number; sockets: number } | null = null;
  /** The newest socket. */
  socket: WebSocket | null = null;
  /** Sockets that the SDK gave up before they were open. */
  handshakesGivenUp = 0;
  /** While true, a socket that is given up stays as it is: the device has lost its network and cannot end it. */
  isCutOff = false;

  constructor(musicUrls: readonly string[], turn: number) {
    this.#ports = musicUrls.map((url) => new URL(url).port);
    this.#turn = turn;
  }

  /** Tries the other instance when one refuses the connection. */
  readonly fetch: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    try {
      return await fetch(this.#routed(url, this.split?.calls), init);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
      if (code !== 'ECONNREFUSED') throw error;
      return fetch(this.#routed(url, this.split?.calls), init);
    }
  };

  readonly webSocket = (url: string): globalThis.WebSocket => {
    const socket = new WebSocket(this.#routed(url, this.split?.sockets));
    const close = socket.close.bind(socket);
    socket.close = (code) => {
      if (socket.readyState === WebSocket.CONNECTING) this.handshakesGivenUp += 1;
      if (this.isCutOff) socket.once('open', () => socket.pause());
      else close(code);
    };
    this.socket = socket;
    return socket as unknown as globalThis.WebSocket;
  };

  #routed(url: string, fixed: number | undefined): string {
    const address = new URL(url);
    if (!this.#ports.includes(address.port)) return url;
    this.#turn += 1;
    address.port = this.#ports[(fixed ?? this.#turn) % this.#ports.length]!;
    return address.href;
  }
}
