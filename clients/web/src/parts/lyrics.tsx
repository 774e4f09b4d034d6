import type { Lyrics as LyricsOfTrack } from '@downbeat/sdk';
import { useComputed } from '@preact/signals';
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
  // The line changes far less often than the position.
  const current = useComputed(() => (isTimed ? lineAt(lines, positionMs.value) : -1)).value;
  useEffect(() => {
    if (performance.now() - movedAtMs.current > READING_MS) showLine(box.current, current);
  }, [current]);
  const hold = (): void => {
    movedAtMs.current = performance.now();
  };
  const step = (event: KeyboardEvent): void => {
    hold();
    const by = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' } as const;
    const next = document.activeElement?.[by[event.key as keyof typeof by]];
    if (!(next instanceof HTMLButtonElement)) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <section class="lyrics" aria-labelledby="lyrics">
      <h3 id="lyrics">Lyrics</h3>
      <div
        class="lyrics-lines"
        ref={box}
        tabIndex={isTimed && canControl.value ? undefined : 0}
        role="group"
        aria-label="Lines"
        onWheel={hold}
        onTouchMove={hold}
        onKeyDown={step}
      >
        {lines.map(({ startMs, text }, index) => (
          <Line
            key={index}
            startMs={startMs}
            text={text}
            isCurrent={index === current}
            isTabStop={index === Math.max(current, 0)}
          />
        ))}
      </div>
    </section>
  );
}

interface LineProps {
  startMs: number | null;
  text: string;
  isCurrent: boolean;
  /** One line for the Tab key, from which the arrow keys lead to the others. */
  isTabStop: boolean;
}

function Line({ startMs, text, isCurrent, isTabStop }: LineProps) {
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
      tabIndex={isTabStop ? 0 : -1}
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
