import { reasonOf } from '@downbeat/shared/backing';
import { Counter, type Registry } from '@prometheus-io/client';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { closeCodes } from '../../generated/listening.close-codes.gen.ts';

const { brokenFraming, brokenText, tooManyParts, frameTooLarge } = closeCodes;
/** With which code ws closes, where that is not the one for a protocol error (RFC 6455, section 7.4.1). */
const closeCodeOf: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: brokenText.code,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: tooManyParts.code,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: frameTooLarge.code,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: frameTooLarge.code,
};
/** How long the close frame may take to arrive before the connection is cut. */
const CLOSING_MS = 1_000;

function peerFault(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('WS_ERR_') ? code : undefined;
}

type ErrorHandler = (error: Error, webSocket: WebSocket, request: FastifyRequest) => void;

/**
 * What happens when a socket breaks. Frames that are none are their sender's fault, and ws has answered them with a
 * close code: one line, and a count. Anything else is a fault of ours.
 */
export function socketErrors(registry: Registry): ErrorHandler {
  const broken = new Counter({
    name: 'downbeat_listening_broken_frames_total',
    help: 'Sockets closed because what came over them broke the protocol, by kind of breach.',
    labelNames: ['breach'],
    registers: [registry],
  });
  return (error, webSocket, { log }) => {
    const breach = peerFault(error);
    if (breach === undefined) {
      log.error({ err: error }, 'a socket failed');
      webSocket.close(closeCodes.failure.code, closeCodes.failure.reason);
    } else {
      broken.inc({ breach });
      const closeCode = closeCodeOf[breach] ?? brokenFraming.code;
      log.info({ closeCode, breach, reason: reasonOf(error) }, 'a socket broke the protocol');
    }
    setTimeout(() => webSocket.terminate(), CLOSING_MS).unref();
  };
}
