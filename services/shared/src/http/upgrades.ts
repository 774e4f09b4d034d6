import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from '../logging.ts';
import { inFlight } from './in-flight.ts';
import { closeGracefully } from './linger.ts';
import { fits } from './not-found.ts';
import type { App, OperationTable } from './types.ts';

const upgrades = new WeakSet<IncomingMessage>();

/** Whether the request was taken as the opening of a WebSocket: Node has let go of its connection. */
export const isUpgrade = (message: IncomingMessage): boolean => upgrades.has(message);

/**
 * For `http` of Fastify's options: an Upgrade is taken where the contract has a WebSocket, by GET (RFC 6455, 4.1), and
 * ignored everywhere else (RFC 9110, 7.8): curl and Java's HttpClient ask for `h2c` unbidden, in a POST too.
 */
export function upgradesOf(operations: OperationTable) {
  const sockets = Object.values(operations).filter(({ config }) => config.websocket === true);
  return {
    shouldUpgradeCallback(message: IncomingMessage): boolean {
      const { method, headers, url = '' } = message;
      const asks = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
      // Answers under way are still written to the connection.
      const isFree = inFlight(message.socket) === 0;
      const isTaken = asks && isFree && sockets.some((socket) => fits(socket.url, pathOf(url)));
      if (isTaken) upgrades.add(message);
      return isTaken;
    },
  };
}

/**
 * Ends the connection of an upgrade that is answered by anything but 101: nobody would read its next request. Of one that
 * is ignored, Node drops what came in the same packet behind it: the answers after it would be of other requests.
 */
export function endWithAnswer(message: IncomingMessage, response: ServerResponse): void {
  if (message.headers.upgrade === undefined) return;
  response.shouldKeepAlive = false;
  if (isUpgrade(message)) response.once('finish', () => closeGracefully(message.socket));
}

/** Ends refused and ignored upgrades. Where no hook runs, `endWithAnswer` does. To be called before whatever may refuse. */
export function endRefusedUpgrades(app: App): void {
  app.addHook('onRequest', async ({ raw }, reply) => endWithAnswer(raw, reply.raw));
}
