import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockText } from '../clock-text.ts';
import { mayControl } from '../may-control.ts';
import { attempt } from '../state/notice.ts';
import { commanding, quality } from '../state/room.ts';

interface Props {
  room: ListeningRoom;
  state: RoomState;
}

/** Moves on as often as `quality` is read anew. */
function useDuePosition(room: ListeningRoom): number {
  return quality.value === null ? 0 : room.positionMs();
}

export function Transport({ room, state }: Props) {
  const allowed = mayControl(state);
  const { timeline } = state;
  const item = state.queue.find(({ id }) => id === timeline?.queueItemId) ?? state.queue[0];
  const durationMs = item?.durationMs ?? 0;
  const due = useDuePosition(room);
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
      {!allowed && <p class="muted hint">Only the owner may play, pause and seek here.</p>}
    </div>
  );
}

interface PositionProps {
  room: ListeningRoom;
  allowed: boolean;
  durationMs: number;
  dueMs: number;
}

/** Where the music is, and the thumb that moves it. */
function Position({ room, allowed, durationMs, dueMs }: PositionProps) {
  // While the thumb is held it stays where it is held; the music has not moved yet.
  const held = useSignal<number | null>(null);
  // A thumb that is taken away from somebody is never let go.
  useEffect(() => {
    if (!allowed) held.value = null;
  }, [allowed]);
  const seek = (toMs: number): void => {
    // It may have been moved on meanwhile.
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
