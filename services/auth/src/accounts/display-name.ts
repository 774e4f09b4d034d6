import { firstCharacters, lengthBounds, lengthOf, patternOf } from '@downbeat/shared/text';
import { errors } from '../errors.ts';
import { DisplayName } from '../generated/schemas.gen.ts';

/** Most characters of a display name. */
export const { max: MAX_NAME_LENGTH } = lengthBounds(DisplayName);

const PATTERN = patternOf(DisplayName);

/** One form for names that look the same: composed, without white space around them. */
const normalise = (name: string): string => name.normalize('NFC').trim();

/**
 * A name in the form in which it is kept; null if the contract does not allow it: too long in that form (some characters
 * compose to several), empty, or with characters that control, break or turn the writing.
 */
export const acceptDisplayName = (name: string): string | null => {
  const normalised = normalise(name);
  return lengthOf(normalised) <= MAX_NAME_LENGTH && PATTERN.test(normalised) ? normalised : null;
};

// Beside a letter, a character is fit for a name if the pattern says so.
const isFit = (character: string): boolean => PATTERN.test(`a${character}`);

/**
 * A name supplied by another provider, adapted to our rules: without what the contract does not allow, cut where it is
 * too long.
 * @returns null if nothing is left to be seen
 */
export const adaptDisplayName = (name: string): string | null => {
  const fit = Array.from(name).filter(isFit).join('');
  return acceptDisplayName(firstCharacters(normalise(fit), MAX_NAME_LENGTH));
};

/**
 * The display name of a request, as it is to be kept.
 * @throws ProblemError VALIDATION_FAILED on `displayName`
 */
export const requireDisplayName = (name: string): string => {
  const accepted = acceptDisplayName(name);
  if (accepted !== null) return accepted;
  // The request's schema has refused everything else.
  const message = `must NOT have more than ${MAX_NAME_LENGTH} characters when composed (NFC)`;
  throw errors.VALIDATION_FAILED({ errors: [{ in: 'body', field: 'displayName', message }] });
};
