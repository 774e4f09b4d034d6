import websocket from '@fastify/websocket';
import type { App } from '@downbeat/shared/http';
import { reasonOf } from '@downbeat/shared/logging';
import { Counter, type Registry } from '@prometheus-io/client';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '../../generated/listening.close-codes.gen.ts';
import { openSocket } from '../../generated/operations.gen.ts';
import { limits } from '../model/limits.ts';
import { memberIdOf, type ConnectionIdentity } from '../model/members.ts';
import type { Stores } from '../store/stores.ts';
import { claimsOf, SUBPROTOCOL } from './ticket-admission.ts';
import type { ConnectionManager } from './connection-manager.ts';
import { Connection } from './connection.ts';
import type { Handlers } from './message-handlers.ts';
import { SocketMessageQueue } from './socket-message-queue.ts';

interface SocketRouteDeps extends Pick<Stores, 'timebase' | 'logger'> {
  readonly connections: ConnectionManager;
  readonly handlers: Handlers;
}

const { brokenFraming, brokenText, tooManyParts, frameTooLarge } = closeCodes;
/** The codes with which ws closes, where it is not the one for a protocol error (RFC 6455, section 7.4.1). */
const closeCodeByError: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: brokenText.code,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: tooManyParts.code,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: frameTooLarge.code,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: frameTooLarge.code,
};
/** How long the close frame may take to arrive before the connection is cut. */
const CLOSING_MS = 1_000;

type ErrorHandler = (error: Error, webSocket: WebSocket, request: FastifyRequest) => void;

function protocolErrorCode(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('WS_ERR_') ? code : undefined;
}

/**
 * Handles a broken socket. Broken frames are the client's fault, and ws has answered them with a close code: one line of
 * log, and a count. Anything else is a fault of the server.
 */
function createErrorHandler(registry: Registry): ErrorHandler {
  const brokenFrames = new Counter({
    name: 'downbeat_listening_broken_frames_total',
    help: 'Sockets closed because the client broke the WebSocket protocol, by error code of ws.',
    labelNames: ['breach'],
    registers: [registry],
  });
  return (error, webSocket, { log }) => {
    const breach = protocolErrorCode(error);
    if (breach === undefined) {
      log.error({ err: error }, 'a socket failed');
      webSocket.close(closeCodes.failure.code, closeCodes.failure.reason);
    } else {
      brokenFrames.inc({ breach });
      const closeCode = closeCodeByError[breach] ?? brokenFraming.code;
      log.info({ closeCode, breach, reason: reasonOf(error) }, 'a socket broke the protocol');
    }
    setTimeout(() => webSocket.terminate(), CLOSING_MS).unref();
  };
}

function identityOf(request: FastifyRequest): ConnectionIdentity {
  const { number, sessionId, deviceId, deviceName, principal } = claimsOf(request);
  const memberId = memberIdOf(principal.userId, deviceId);
  return { ticket: number, sessionId, memberId, deviceId, deviceName, principal };
}

/**
 * All listeners are attached before anything is awaited: a message in the same packet as the upgrade arrives right after
 * this returns. Bytes are stamped as they arrive from the TCP socket, before framing and parsing.
 */
function attach(webSocket: WebSocket, request: FastifyRequest, deps: SocketRouteDeps): void {
  const { connections, handlers, timebase, logger } = deps;
  const { socket } = request.raw;
  const connection = new Connection(identityOf(request), webSocket, socket);
  const queue = new SocketMessageQueue(connection, handlers, logger);
  let arrivedUs = timebase.localUs();
  socket.prependListener('data', () => {
    arrivedUs = timebase.localUs();
    connection.markAlive();
  });
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    queue.receive(isBinary ? undefined : data.toString(), arrivedUs);
  });
  webSocket.on('ping', (data) => queue.ping(data));
  webSocket.on('pong', () => queue.pong());
  void connections.accept(connection, queue);
}

/** The session's WebSocket. */
export async function socketRoute(app: App, deps: SocketRouteDeps): Promise<void> {
  await app.register(websocket, {
    options: {
      maxPayload: limits.frameBytes,
      maxFragments: limits.messageFrames,
      perMessageDeflate: false,
      // The message queue answers pings, within a limit: ws would answer each.
      autoPong: false,
      // The admission has refused clients that offer others only.
      handleProtocols: () => SUBPROTOCOL,
    },
    errorHandler: createErrorHandler(app.metricsRegistry),
    // The shutdown phase closes the sockets, with a code that says why.
    preClose: (done) => done(),
  });
  app.route({
    ...openSocket,
    websocket: true,
    handler: (webSocket: WebSocket, request: FastifyRequest) => attach(webSocket, request, deps),
  });
}
