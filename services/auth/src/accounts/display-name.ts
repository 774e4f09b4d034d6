import { lengthBounds, lengthOf } from '@downbeat/shared/text';
import { errors } from '../errors.ts';
import { DisplayName } from '../generated/schemas.gen.ts';

/** Most characters of a display name. */
export const { max: MAX_NAME_LENGTH } = lengthBounds(DisplayName);

/** One form for names that look the same: composed, without white space around them. */
export const normaliseDisplayName = (name: string): string => name.normalize('NFC').trim();

/** A name in the form in which it is kept; null if it is too long in it: some characters compose to several. */
export const acceptDisplayName = (name: string): string | null => {
  const normalised = normaliseDisplayName(name);
  return lengthOf(normalised) > MAX_NAME_LENGTH ? null : normalised;
};

/**
 * The display name of a request, as it is to be kept.
 * @throws ProblemError VALIDATION_FAILED on `displayName`
 */
export const requireDisplayName = (name: string): string => {
  const accepted = acceptDisplayName(name);
  if (accepted !== null) return accepted;
  const message = `must NOT have more than ${MAX_NAME_LENGTH} characters when composed (NFC)`;
  throw errors.VALIDATION_FAILED({ errors: [{ in: 'body', field: 'displayName', message }] });
};
