import type { Lyrics as LyricsOfTrack } from '@downbeat/sdk';
import { useEffect, useRef } from 'preact/hooks';
import { lineAt } from '../state/lyrics-lines.ts';
import { attempt } from '../state/notice.ts';
import { canControl, seek } from '../state/playback.ts';
import { positionMs } from '../state/room.ts';
import '../style/lyrics.css';

/** So long a reader who has moved the lyrics is left alone. */
const READING_MS = 5_000;

/** The lyrics of what plays; with times, the line that is sung is marked and stays in view, and each leads to its place. */
export function Lyrics({ lyrics: { lines, isTimed } }: { lyrics: LyricsOfTrack }) {
  const box = useRef<HTMLDivElement>(null);
  const movedAtMs = useRef(-Infinity);
  const current = isTimed ? lineAt(lines, positionMs.value) : -1;
  useEffect(() => {
    if (performance.now() - movedAtMs.current > READING_MS) showLine(box.current, current);
  }, [current]);
  const hold = (): void => {
    movedAtMs.current = performance.now();
  };
  return (
    <section class="lyrics" aria-labelledby="lyrics">
      <h3 id="lyrics">Lyrics</h3>
      <div
        class="lyrics-lines"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Lines"
        onWheel={hold}
        onTouchMove={hold}
        onKeyDown={hold}
      >
        {lines.map(({ startMs, text }, index) => (
          <Line key={index} startMs={startMs} text={text} isCurrent={index === current} />
        ))}
      </div>
    </section>
  );
}

function Line({ startMs, text, isCurrent }: { startMs: number | null; text: string; isCurrent: boolean }) {
  const words = text === '' ? '♪' : text;
  if (startMs === null) return <p class="lyrics-line">{text === '' ? '\u00A0' : text}</p>;
  if (!canControl.value)
    return (
      <p class="lyrics-line" aria-current={isCurrent}>
        {words}
      </p>
    );
  return (
    <button
      type="button"
      class="lyrics-line"
      aria-current={isCurrent}
      onClick={() => attempt(() => seek(startMs))}
    >
      {words}
    </button>
  );
}

/** Moves only the box, never the page. */
function showLine(box: HTMLElement | null, index: number): void {
  const line = box?.children[index];
  if (!box || !(line instanceof HTMLElement)) return;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  box.scrollTo({
    top: line.offsetTop - (box.clientHeight - line.offsetHeight) / 2,
    behavior: isStill ? 'auto' : 'smooth',
  });
}
