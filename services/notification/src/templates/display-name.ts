const MAX_LENGTH = 60;
// Cc, Cf and the line separators: bidirectional overrides and zero-width characters disguise what a reader sees.
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu;
// What a mail program would turn into a link, or a reader would take for one.
const linkLike = /:\/\/|www\.|@|[\p{L}\p{N}-]\.\p{L}{2,}/iu;

/**
 * The name to greet somebody by, or null when it is better to greet nobody: anyone may register a stranger's
 * address under the "name" of an advertisement, and our mail must not carry it there.
 */
export function greetingName(displayName: string): string | null {
  const name = displayName.normalize('NFC').replaceAll(invisible, ' ').replaceAll(/\s+/gu, ' ').trim();
  if (name === '' || linkLike.test(name)) return null;
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.length <= MAX_LENGTH ? name : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}
