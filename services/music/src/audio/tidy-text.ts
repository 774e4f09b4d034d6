import { firstCharacters, isSeen, lengthOf } from '@downbeat/shared/text';

/** Those that turn the direction of writing, so that a name reads as another one. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]+/g;

/** Text as it may be shown: normalised, without control characters, turned writing or halved pairs. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(TURNING, '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Text of a tag as it may be shown, cut to so many characters; null when nothing is left to be seen. */
export function tidyText(text: string | undefined, maxLength: number): string | null {
  const cut = firstCharacters(visible(text ?? ''), maxLength).trim();
  return isSeen(cut) ? cut : null;
}

/** Whether text that was short enough is too long once it is normalised: some characters compose to several. */
export function outgrows(text: string, maxLength: number): boolean {
  return lengthOf(visible(text)) > maxLength;
}
