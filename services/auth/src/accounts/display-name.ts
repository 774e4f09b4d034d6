import { firstCharacters, lengthBounds, lengthOf, patternOf } from '@downbeat/shared/text';
import { errors } from '../errors.ts';
import { DisplayName } from '../generated/schemas.gen.ts';

/** The maximum length of a display name in characters. */
export const { max: MAX_NAME_LENGTH } = lengthBounds(DisplayName);

const PATTERN = patternOf(DisplayName);

const normalise = (name: string): string => name.normalize('NFC').trim();

/**
 * The form in which a display name is stored: composed (NFC) and trimmed. Null if the contract forbids it: too long in
 * that form (some characters compose to several), empty, or with control, line-breaking or bidirectional characters.
 */
export function acceptDisplayName(name: string): string | null {
  const normalised = normalise(name);
  return lengthOf(normalised) <= MAX_NAME_LENGTH && PATTERN.test(normalised) ? normalised : null;
}

// The letter satisfies the part of the pattern that asks for a visible character.
const isAllowed = (character: string): boolean => PATTERN.test(`a${character}`);

/**
 * Adapts a name from another provider to the contract: drops forbidden characters and cuts it to the maximum length.
 * @returns null if no visible character is left
 */
export function adaptDisplayName(name: string): string | null {
  const allowed = Array.from(name).filter(isAllowed).join('');
  return acceptDisplayName(firstCharacters(normalise(allowed), MAX_NAME_LENGTH));
}

/**
 * The display name of a request, in the form in which it is stored.
 * @throws ProblemError VALIDATION_FAILED on `displayName`
 */
export function requireDisplayName(name: string): string {
  const accepted = acceptDisplayName(name);
  if (accepted !== null) return accepted;
  // The request's schema has rejected every other fault before.
  const message = `must be at most ${MAX_NAME_LENGTH} characters when composed (NFC)`;
  throw errors.VALIDATION_FAILED({ errors: [{ in: 'body', field: 'displayName', message }] });
}
