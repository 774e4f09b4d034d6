const MAX_LENGTH = 200;

/** Text of a tag as it may be shown: normalised, without control characters or halved pairs; null when nothing is left. */
export function tidyText(text: string | undefined): string | null {
  if (text === undefined) return null;
  const visible = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim();
  const cut = Array.from(visible.slice(0, MAX_LENGTH * 2))
    .slice(0, MAX_LENGTH)
    .join('')
    .trim();
  return cut === '' ? null : cut;
}
