/** Characters that some system does not allow in the name of a file, and those that no one sees. */
const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/gu;
/** Names of devices in Windows, also with an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Linux allows 255 bytes for a name; the rest is for an extension and a number. */
const MAX_BYTES = 200;

const segmenter = new Intl.Segmenter();

/** The beginning of a text in at most so many bytes of UTF-8. A joined emoji stays whole. */
function firstBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let kept = '';
  let bytes = 0;
  for (const { segment } of segmenter.segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > most) break;
    kept += segment;
  }
  return kept;
}

/** A text as the name of a file that every system takes, without its extension. */
export function safeName(text: string): string {
  const clean = text.toWellFormed().normalize('NFC').replaceAll(FORBIDDEN, '-').replaceAll(/\s+/g, ' ');
  // Windows drops dots and spaces at the end; a dot at the start hides the file on other systems.
  const trimmed = firstBytes(clean.replace(/^[\s.]+/, ''), MAX_BYTES).replace(/[\s.]+$/, '');
  if (trimmed === '') return 'Untitled';
  return DEVICE.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** Gives names that differ from each other also on systems that ignore the case of letters. */
export function createUniqueNames(): (text: string, extension: string) => string {
  const taken = new Set<string>();
  return (text, extension) => {
    const stem = safeName(text);
    let name = `${stem}.${extension}`;
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${stem} (${copy}).${extension}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
