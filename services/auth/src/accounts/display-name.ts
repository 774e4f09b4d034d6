/** One form for names that look the same: composed, without white space around them. */
export const normaliseDisplayName = (name: string): string => name.normalize('NFC').trim();
