import { useMemo } from 'preact/hooks';

const BARS = 160;
/** Half of the height that a silent part has, so that the line of time stays whole. */
const LEAST = 2;

/** How loud a track is over its time, as bars; those before `--part` have the accent. Only seen: the slider in front of it is used. */
export function Waveform({ peaks }: { peaks: readonly number[] }) {
  const path = useMemo(() => barsOf(peaks), [peaks]);
  return (
    <span class="wave" aria-hidden="true">
      <Bars path={path} />
      <Bars path={path} isPlayed />
    </span>
  );
}

function Bars({ path, isPlayed = false }: { path: string; isPlayed?: boolean }) {
  return (
    <svg
      class={isPlayed ? 'wave-bars wave-played' : 'wave-bars'}
      viewBox={`0 0 ${BARS} 100`}
      preserveAspectRatio="none"
    >
      <path d={path} />
    </svg>
  );
}

/** As high as there is room for: how it changes is of use here, not how loud it is. */
function barsOf(peaks: readonly number[]): string {
  const each = peaks.length / BARS;
  const highest = Math.max(...peaks, 1);
  return Array.from({ length: BARS }, (_, bar) => {
    const loudest = Math.max(...peaks.slice(Math.floor(bar * each), Math.ceil((bar + 1) * each)));
    const half = Math.max(LEAST, Math.round((loudest / highest) * 50));
    return `M${bar + 0.2} ${50 - half}h.6v${2 * half}h-.6z`;
  }).join('');
}
