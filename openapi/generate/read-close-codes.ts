import { allowOnly, at, entries, need, refuse, resolve, textOf, type Place } from './place.ts';

/** One reason to close a WebSocket: its name, its number, its words, and whether the client connects again. */
export interface CloseCode {
  readonly name: string;
  readonly code: number;
  readonly reason: string;
  readonly reconnect: boolean;
}

/** A control frame carries at most 125 bytes, two of them the code (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123;

/** What `x-close-codes` says beside a reply that upgrades to WebSocket, in the order of the contract. */
export function readCloseCodes(reply: Place): CloseCode[] {
  const stated = entries(at(reply, 'x-close-codes'));
  const codes = stated.map(([name, place]) => readCloseCode(name, place));
  stated.forEach(([, place], index) => {
    const twin = codes.findIndex(({ code }) => code === codes[index]?.code);
    if (twin !== index) refuse(place, `has the code of "${codes[twin]?.name ?? ''}"`);
  });
  return codes;
}

/** The same of the one reply under `responses` that has any. */
export function readReplyCloseCodes(responses: Place | undefined): CloseCode[] {
  const replies = entries(responses).map(([, reply]) => resolve(reply));
  const [reply, second] = replies.filter((each) => at(each, 'x-close-codes'));
  if (second) refuse(second, 'only one reply of a contract can have close codes');
  return reply ? readCloseCodes(reply) : [];
}

function readCloseCode(name: string, place: Place): CloseCode {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) refuse(place, `the name "${name}" is not in camelCase`);
  allowOnly(place, ['code', 'reason', 'reconnect'], 'a close code');
  return {
    name,
    code: codeOf(need(place, 'code')),
    reason: reasonOf(need(place, 'reason')),
    reconnect: flagOf(need(place, 'reconnect')),
  };
}

/** A number that may stand in a close frame (RFC 6455, section 7.4). */
function codeOf(place: Place): number {
  const { value } = place;
  const sent = typeof value === 'number' && Number.isInteger(value) && (isStandard(value) || isOwn(value));
  return sent ? value : refuse(place, 'is no code that may be sent');
}

function isStandard(code: number): boolean {
  return code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
}

function isOwn(code: number): boolean {
  return code >= 3000 && code <= 4999;
}

function reasonOf(place: Place): string {
  const reason = textOf(place);
  const bytes = Buffer.byteLength(reason);
  return bytes > 0 && bytes <= MAX_REASON_BYTES
    ? reason
    : refuse(place, `must have 1 to ${MAX_REASON_BYTES} bytes, as a close frame has room for`);
}

function flagOf(place: Place): boolean {
  return typeof place.value === 'boolean' ? place.value : refuse(place, 'must be true or false');
}
