import type { Contract } from './bundle.ts';
import { commonCodes, ownCodes, type Operation } from './operation.ts';
import { at } from './place.ts';
import { banner, doc, namedUnion, quote, textList } from './print.ts';
import { readReplyCodes } from './read-codes.ts';

/** The codes as types, so that a service's error catalogue can be checked against its contract. */
export function emitCodes(operations: readonly Operation[]): string[] {
  const common = commonCodes(operations);
  const own = ownCodes(operations).map(quote);
  const all = [...(common.length > 0 ? ['(typeof commonCodes)[number]'] : []), ...own];
  const errors = doc("Every code of this service's problems.") + namedUnion('ErrorCode', all);
  return [...(common.length > 0 ? [emitCommonCodes(common)] : []), ...(all.length > 0 ? [errors] : [])];
}

/** `codes.gen.ts`: what the replies that a contract keeps for others may carry; '' where they carry no code. */
export function emitReplyCodes(contract: Contract): string {
  const components = at(contract.root, 'components');
  const codes = readReplyCodes(components && at(components, 'responses'));
  return codes.length === 0 ? '' : `${banner(contract.file)}\n${emitCommonCodes(codes)}`;
}

function emitCommonCodes(codes: readonly string[]): string {
  return `${doc('Any operation may answer these.')}export const commonCodes = ${textList(codes)} as const;\n`;
}
