import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { clockText } from '../clock-text.ts';
import { mayControl } from '../may-control.ts';
import { commanding } from '../state/room.ts';

export function Queue({ room, state }: { room: ListeningRoom; state: RoomState }) {
  if (state.queue.length < 2) return null;
  return (
    <section>
      <h3 id="queue">Queue</h3>
      <ol class="queue" aria-labelledby="queue">
        {state.queue.map((item) => (
          <li key={item.id} aria-current={item.id === state.timeline?.queueItemId}>
            <button
              type="button"
              class="quiet"
              disabled={!mayControl(state)}
              aria-disabled={commanding.busy.value}
              onClick={() => commanding.run(() => room.play({ queueItemId: item.id }))}
            >
              {item.title}
            </button>
            <span class="muted">{clockText(item.durationMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
