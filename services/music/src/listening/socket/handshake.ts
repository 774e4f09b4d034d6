import { commonErrors } from '@downbeat/shared/problem';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';

const VERSION = '13';
/** 16 bytes of base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/;
/** Names of protocols: tokens (RFC 9110, section 5.6.2) with commas between them. */
const PROTOCOLS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;

const UPGRADE = { upgrade: 'websocket', connection: 'upgrade, close' };

function namesProtocols(header: string): boolean {
  if (!PROTOCOLS.test(header)) return false;
  const names = header.split(',').map((name) => name.trim());
  return new Set(names).size === names.length;
}

/**
 * What a client must send to open a socket (RFC 6455, section 4.2.1). ws refuses the same things, but with an answer of
 * its own, and once the ticket is used.
 * @throws ProblemError UPGRADE_REQUIRED for no upgrade or one to something else, BAD_REQUEST for a broken one
 */
export function requireHandshake({ ws, method, headers }: FastifyRequest): void {
  if (!ws || method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') {
    throw errors.UPGRADE_REQUIRED({ headers: UPGRADE });
  }
  // The answer of section 4.2.2 to another version: which one is spoken here.
  if (headers['sec-websocket-version'] !== VERSION) {
    const detail = `Only version ${VERSION} of WebSocket is spoken here`;
    throw errors.UPGRADE_REQUIRED({ detail, headers: { ...UPGRADE, 'sec-websocket-version': VERSION } });
  }
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) {
    throw commonErrors.BAD_REQUEST({ detail: 'Sec-WebSocket-Key must be 16 bytes of base64' });
  }
  const protocols = headers['sec-websocket-protocol'];
  if (protocols !== undefined && !namesProtocols(protocols)) {
    throw commonErrors.BAD_REQUEST({ detail: 'Sec-WebSocket-Protocol must name protocols, each once' });
  }
}
