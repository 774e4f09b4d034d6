// Reads lyrics in the two ways in which they are written: LRC with times, and plain text.
import { sanitizeText } from './sanitize-text.ts';

/** One line; `startMs` is null in lyrics without times. An empty text is a pause. */
export interface LyricsLine {
  startMs: number | null;
  text: string;
}

/** Of the text that is read; the contract's limit of a text that is sent. */
const MAX_LYRICS_LENGTH = 100_000;
const MAX_LINES = 2_000;
/** Of those that are read, with the empty ones before the first line. */
const MAX_ROWS = 2 * MAX_LINES;
const MAX_LINE_LENGTH = 500;

/** `[01:15.30]`, also without a fraction, or with a colon before it. */
const TIME = /\[(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?\]/g;
/** The times of a line, one for each place where it is sung. */
const FIRST_TIMES = /^(?:\s*\[\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?\])+/;
/** `[offset:+500]`: how many milliseconds earlier all lines begin. Source: the LRC format of Winamp's lyrics plugins. */
const OFFSET = /^\[offset:\s*([+-]?\d{1,6})\s*\]/im;
/** `<00:12.34>` or `[00:12.34]` within a line: the time of one word, which is left out. */
const WORD_TIME = /[<[]\d{1,3}:\d{1,2}[.:]\d{1,3}[>\]]\s?/g;

const wordsOf = (row: string): string => sanitizeText(row, MAX_LINE_LENGTH) ?? '';

const millisecondsOf = ([, minutes, seconds, fraction = '']: RegExpMatchArray): number =>
  (Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));

/**
 * The lines of lyrics, in their order; those of LRC by their times. Lines beyond the limit are left out.
 * @returns an empty list when there is no visible text
 */
export function parseLyrics(text: string): LyricsLine[] {
  const rows = text.slice(0, MAX_LYRICS_LENGTH).split(/\r\n|\r|\n/);
  const isTimed = rows.some((row) => FIRST_TIMES.test(row));
  const lines = isTimed
    ? timedLines(rows, text)
    : rows.slice(0, MAX_ROWS).map((row) => ({ startMs: null, text: wordsOf(row) }));
  return bounded(lines);
}

function timedLines(rows: readonly string[], text: string): LyricsLine[] {
  const offsetMs = Number(OFFSET.exec(text)?.[1] ?? 0);
  const lines: { startMs: number; text: string }[] = [];
  for (const row of rows) {
    const [times] = FIRST_TIMES.exec(row) ?? [];
    if (times === undefined) continue;
    const words = wordsOf(row.slice(times.length).replaceAll(WORD_TIME, ''));
    for (const time of times.matchAll(TIME))
      lines.push({ startMs: Math.max(millisecondsOf(time) - offsetMs, 0), text: words });
    if (lines.length > MAX_ROWS) break;
  }
  return lines.sort((a, b) => a.startMs - b.startMs);
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
      .slice(0, MAX_ROWS)
      .map(({ timestamp = 0, text }) => ({ startMs: Math.round(timestamp), text: wordsOf(text) }))
      .sort((a, b) => a.startMs - b.startMs),
  );
