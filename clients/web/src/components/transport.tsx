import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { clockText } from '../clock-text.ts';
import { positionMs } from '../position.ts';
import { attempt } from '../state/notice.ts';
import { quality } from '../state/room.ts';

interface Props {
  room: ListeningRoom;
  state: RoomState;
}

export function Transport({ room, state }: Props) {
  void quality.value; // Read so that the position moves on with it.
  const { timeline } = state;
  const item = state.queue.find(({ id }) => id === timeline?.queueItemId) ?? state.queue[0];
  const durationMs = item?.durationMs ?? 0;
  const position = timeline === null ? 0 : positionMs(room, timeline, durationMs);
  const playing = timeline?.state === 'playing' && position < durationMs;
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
        onClick={() => attempt(() => (playing ? room.pause() : room.play()))}
      >
        {playing ? '❚❚' : '▶'}
      </button>
      <input
        type="range"
        aria-label="Position"
        min={0}
        max={durationMs}
        value={position}
        onChange={(event) => attempt(() => room.seek(Number(event.currentTarget.value)))}
      />
      <span class="muted">
        {clockText(position)} / {clockText(durationMs)}
      </span>
    </div>
  );
}
