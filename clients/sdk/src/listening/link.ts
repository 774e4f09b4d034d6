import type { Microseconds } from '@downbeat/timing';
import { DownbeatError } from '../http/errors.ts';
import type { LocalClock } from './local-clock.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';

export type WebSocketFactory = (url: string) => WebSocket;

export interface LinkHandlers {
  /** Called within the socket's own `open`, before any message can come. */
  opened(link: Link): void;
  message(message: ServerMessage, receivedUs: Microseconds): void;
  closed(code: number): void;
}

/** One open WebSocket that speaks the listening messages. There is no half-open one: `openLink` waits. */
export interface Link {
  send(message: ClientMessage): void;
  close(): void;
}

/**
 * Opens a socket and hands over each message with the instant it arrived, read before it is parsed.
 *
 * @throws DownbeatError NETWORK_ERROR where it closes before it opens, TIMEOUT after `timeoutMs`.
 */
export function openLink(
  url: string,
  clock: LocalClock,
  handlers: LinkHandlers,
  { create, timeoutMs }: { create: WebSocketFactory; timeoutMs: number },
): Promise<void> {
  const socket = create(url);
  socket.onmessage = (event: MessageEvent<unknown>) => {
    const receivedUs = clock.nowUs();
    const message = parse(event.data);
    if (message !== null) handlers.message(message, receivedUs);
  };
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => fail('TIMEOUT', 'The socket did not open in time'), timeoutMs);
    const fail = (code: 'TIMEOUT' | 'NETWORK_ERROR', text: string): void => {
      clearTimeout(deadline);
      silence(socket);
      socket.close();
      reject(new DownbeatError(code, text));
    };
    socket.onclose = () => fail('NETWORK_ERROR', 'The socket was refused');
    socket.onopen = () => {
      clearTimeout(deadline);
      socket.onclose = (event) => handlers.closed(event.code);
      handlers.opened(linkOver(socket));
      resolve();
    };
  });
}

function linkOver(socket: WebSocket): Link {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => {
      silence(socket);
      socket.close(1000);
    },
  };
}

/** Until its closing handshake is through, a socket still hands over messages: none is wanted any more. */
function silence(socket: WebSocket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
}

/** What is not one of our messages is left out: a newer server may know more than we do. */
function parse(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value = JSON.parse(data) as ServerMessage | null;
    return typeof value?.type === 'string' ? value : null;
  } catch {
    return null;
  }
}
