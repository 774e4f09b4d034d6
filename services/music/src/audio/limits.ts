import { lengthBounds } from '@downbeat/shared/text';
import { DurationMs, TagNumber, TagText } from '../generated/schemas.gen.ts';
import type { TagLimits } from './tags.ts';

/** Most characters of a title or a tag. */
export const { max: MAX_TEXT_LENGTH } = lengthBounds(TagText);

/** What the contract allows; the thread that reads tags is told, since the schemas would take memory there again. */
export const TAG_LIMITS: TagLimits = {
  maxTextLength: MAX_TEXT_LENGTH,
  maxNumber: TagNumber.maximum ?? Infinity,
  maxDurationMs: DurationMs.maximum ?? Infinity,
};
