// Reads lyrics in the two ways in which they are written: LRC with times, and plain text.
import { sanitizeText } from './sanitize-text.ts';

/** One line; `startMs` is null in lyrics without times. An empty text is a pause. */
export interface LyricsLine {
  startMs: number | null;
  text: string;
}

/** Of the text that is read; the contract's limit of a text that is sent. */
export const MAX_LYRICS_LENGTH = 100_000;
const MAX_LINES = 2_000;
const MAX_LINE_LENGTH = 500;

/** `[01:15.30]`, also without a fraction, with a colon before it, and several in front of one line. */
const TIME = /\[(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?\]/g;
const BEGINS_WITH_TIME = /^\s*\[\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?\]/;
/** `[offset:+500]`: how many milliseconds earlier all lines begin. Source: the LRC format of Winamp's lyrics plugins. */
const OFFSET = /^\[offset:\s*([+-]?\d{1,6})\s*\]/im;
/** `<00:12.34>`: the time of each word, of players that we are not. */
const WORD_TIME = /<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>\s?/g;

const lineOf = (startMs: number | null, text: string): LyricsLine => ({
  startMs,
  text: sanitizeText(text, MAX_LINE_LENGTH) ?? '',
});

const millisecondsOf = ([, minutes, seconds, fraction = '']: RegExpMatchArray): number =>
  (Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));

/**
 * The lines of lyrics, in their order; those of LRC by their times. Lines beyond the limit are left out.
 * @returns an empty list when there is no visible text
 */
export function parseLyrics(text: string): LyricsLine[] {
  const rows = text.slice(0, MAX_LYRICS_LENGTH).split(/\r\n|\r|\n/);
  const isTimed = rows.some((row) => BEGINS_WITH_TIME.test(row));
  return bounded(isTimed ? timedLines(rows, text) : rows.map((row) => lineOf(null, row)));
}

function timedLines(rows: readonly string[], text: string): LyricsLine[] {
  const offsetMs = Number(OFFSET.exec(text)?.[1] ?? 0);
  const lines = rows.flatMap((row) => {
    const words = row.replaceAll(TIME, '').replaceAll(WORD_TIME, '');
    return [...row.matchAll(TIME)].map((time) => lineOf(Math.max(millisecondsOf(time) - offsetMs, 0), words));
  });
  return lines.sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
}

/** Without empty lines at the ends, and within the limit. */
function bounded(lines: readonly LyricsLine[]): LyricsLine[] {
  const first = lines.findIndex(({ text }) => text !== '');
  const last = lines.findLastIndex(({ text }) => text !== '');
  return first === -1 ? [] : lines.slice(first, last + 1).slice(0, MAX_LINES);
}

/** Lines that a tag has with their times already. */
export const timedLyrics = (lines: readonly { timestamp?: number; text: string }[]): LyricsLine[] =>
  bounded(
    lines
      .filter(({ timestamp = -1 }) => timestamp >= 0)
      .map(({ timestamp = 0, text }) => lineOf(Math.round(timestamp), text))
      .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0)),
  );
