import { at, entries, items, refuse, resolve, textOf, type Place } from './place.ts';

/** What `x-codes` says beside an operation or a reply, each code once, in alphabetical order. */
export function readCodes(...places: readonly Place[]): string[] {
  const codes = places.flatMap((place) => items(at(place, 'x-codes'))).map(readCode);
  return [...new Set(codes)].sort();
}

/** The codes of all replies under `responses`. */
export function readReplyCodes(responses: Place | undefined): string[] {
  return readCodes(...entries(responses).map(([, reply]) => resolve(reply)));
}

function readCode(place: Place): string {
  const code = textOf(place);
  return /^[A-Z][A-Z0-9_]*$/.test(code) ? code : refuse(place, `"${code}" is not a code in CAPITALS`);
}
