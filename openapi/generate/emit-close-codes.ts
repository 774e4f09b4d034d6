import type { Contract } from './bundle.ts';
import { at } from './place.ts';
import { banner, block, doc, inline, quote } from './print.ts';
import { readReplyCloseCodes, type CloseCode } from './read-close-codes.ts';

/** `close-codes.gen.ts`: why a contract's WebSocket is closed; '' where it has none. */
export function emitCloseCodes(contract: Contract): string {
  const components = at(contract.root, 'components');
  const codes = readReplyCloseCodes(components && at(components, 'responses'));
  if (codes.length === 0) return '';
  const comment = doc(
    'Why a socket was closed (RFC 6455, section 7.4), and whether its client connects again.',
  );
  const rows = codes.map((code): [string, string] => [code.name, emitCode(code)]);
  return (
    `${banner(contract.file)}\n${comment}export const closeCodes = ${block(rows)} as const;\n\n` +
    'export type CloseReason = keyof typeof closeCodes;\n'
  );
}

function emitCode({ code, reason, reconnect }: CloseCode): string {
  return inline([
    ['code', String(code)],
    ['reason', quote(reason)],
    ['reconnect', String(reconnect)],
  ]);
}
