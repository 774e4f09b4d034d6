import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockText } from '../format.ts';
import { mayControl } from '../permissions.ts';
import { attempt } from '../state/notice.ts';
import { commanding, quality } from '../state/room.ts';

interface Props {
  room: ListeningRoom;
  state: RoomState;
}

export function Transport({ room, state }: Props) {
  const allowed = mayControl(state);
  const { timeline } = state;
  const item = state.currentItem ?? state.queue[0];
  const durationMs = item?.durationMs ?? 0;
  // Reading `quality` renders this again whenever it changes, so the position moves.
  const due = quality.value === null ? 0 : room.positionMs();
  const playing = timeline?.state === 'playing' && due < durationMs;
  return (
    <div class="transport">
      <p class="now">
        <strong>{item?.title}</strong>
        <span class="muted">{item?.artistName}</span>
      </p>
      <button
        type="button"
        class="play"
        aria-label={playing ? 'Pause' : 'Play'}
        disabled={!allowed}
        aria-disabled={commanding.busy.value}
        onClick={() => commanding.run(() => (playing ? room.pause() : room.play()))}
      >
        {playing ? '❚❚' : '▶'}
      </button>
      <Position room={room} allowed={allowed} durationMs={durationMs} dueMs={due} />
      {!allowed && <p class="muted hint">Only the owner may control playback here.</p>}
    </div>
  );
}

interface PositionProps {
  room: ListeningRoom;
  allowed: boolean;
  durationMs: number;
  dueMs: number;
}

function Position({ room, allowed, durationMs, dueMs }: PositionProps) {
  // Where the user holds the thumb. The music does not move until the seek takes effect.
  const held = useSignal<number | null>(null);
  // A slider that gets disabled while it is held sends no release.
  useEffect(() => {
    if (!allowed) held.value = null;
  }, [allowed]);
  const seek = (toMs: number): void => {
    // The user may have moved the thumb further since.
    const release = (): void => {
      if (held.value === toMs) held.value = null;
    };
    attempt(() => room.seek(toMs).finally(release));
  };
  const position = held.value ?? dueMs;
  return (
    <>
      <input
        type="range"
        aria-label="Position"
        disabled={!allowed}
        aria-valuetext={`${clockText(position)} of ${clockText(durationMs)}`}
        step={1000}
        min={0}
        max={durationMs}
        value={position}
        onInput={(event) => (held.value = Number(event.currentTarget.value))}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <span class="muted">
        {clockText(position)} / {clockText(durationMs)}
      </span>
    </>
  );
}
