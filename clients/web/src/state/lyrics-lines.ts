import type { Lyrics } from '@downbeat/sdk';

/** The number of the line that is sung at a place in the track; -1 before the first. */
export function lineAt(lines: Lyrics['lines'], positionMs: number): number {
  return lines.findLastIndex(({ startMs }) => startMs !== null && startMs <= positionMs);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Lyrics as the text that an artist edits: LRC when they have times. */
export function lyricsText({ lines }: Pick<Lyrics, 'lines'>): string {
  return lines
    .map(({ startMs, text }) => {
      if (startMs === null) return text;
      const hundredths = Math.round(startMs / 10);
      const [minutes, rest] = [Math.floor(hundredths / 6000), hundredths % 6000];
      return `[${two(minutes)}:${two(Math.floor(rest / 100))}.${two(rest % 100)}]${text}`;
    })
    .join('\n');
}
