import { newId } from '@downbeat/shared/ids';
import type { App } from '@downbeat/shared/http';
import type { Log } from '@downbeat/shared/backing';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { openSocket } from '../../generated/operations.gen.ts';
import type { Handlers } from '../messages/handlers.ts';
import { Inbox } from '../messages/inbox.ts';
import { memberIdOf } from '../rooms/member.ts';
import type { Timebase } from '../timebase/timebase.ts';
import { claimsOf } from './admission.ts';
import { Connection, type ConnectionIdentity } from './connection.ts';
import type { Gate } from './gate.ts';

function identityOf(request: FastifyRequest): ConnectionIdentity {
  const { sessionId, deviceId, principal } = claimsOf(request);
  return {
    connectionId: newId(),
    sessionId,
    memberId: memberIdOf(principal.userId, deviceId),
    deviceId,
    principal,
  };
}

export interface SocketDependencies {
  readonly gate: Gate;
  readonly handlers: Handlers;
  readonly timebase: Timebase;
  readonly log: Log;
}

/**
 * Everything is attached before anything is awaited: a message in the same packet as the upgrade arrives right after
 * this returns. Bytes are stamped as they come off the TCP socket, ahead of framing and parsing.
 */
function attach(webSocket: WebSocket, request: FastifyRequest, dependencies: SocketDependencies): void {
  const { gate, handlers, timebase, log } = dependencies;
  const { socket } = request.raw;
  const connection = new Connection(identityOf(request), webSocket, socket);
  const inbox = new Inbox(connection, handlers, log);
  let arrivedUs = timebase.localUs();
  socket.prependListener('data', () => {
    arrivedUs = timebase.localUs();
    connection.hear();
  });
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    inbox.receive(isBinary ? undefined : data.toString(), arrivedUs);
  });
  webSocket.on('ping', (data) => inbox.ping(data));
  webSocket.on('pong', () => inbox.pong());
  void gate.pass(connection, inbox);
}

/** The session's WebSocket. */
export function socketRoute(app: App, dependencies: SocketDependencies): void {
  app.route({
    ...openSocket,
    websocket: true,
    handler: (webSocket: WebSocket, request: FastifyRequest) => attach(webSocket, request, dependencies),
  });
}
