import type { RoomState } from '@downbeat/sdk';
import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { limitsText } from '../../permissions.ts';
import { Icon } from '../../parts/icon.tsx';
import { QueueList } from '../../parts/queue-list.tsx';
import { QueueMenu } from '../../parts/queue-menu.tsx';
import { Empty } from '../../parts/states.tsx';
import { OrderControls } from '../../parts/transport.tsx';
import { isSolo } from '../../state/playback.ts';
import { shownQueue } from '../../state/queue.ts';
import { can } from '../../state/room.ts';

/** What the room plays, and what this user may do about it. */
export function RoomQueue({ state: { settings } }: { state: RoomState }) {
  const may = { playback: can('playback'), add: can('add'), reorder: can('reorder') };
  const limits = settings === null ? '' : limitsText(may, settings.permissions);
  const isEmpty = shownQueue.value.length === 0;
  return (
    <section class="room-queue" aria-labelledby="room-queue">
      <div class="section-head queue-head">
        <h2 id="room-queue">Queue</h2>
        <div class="queue-actions">
          {may.add && !isEmpty && (
            <Link class="button" href={addresses.search}>
              <Icon name="plus" />
              Add tracks
            </Link>
          )}
          {!may.add && !isSolo.value && (
            <Link class="button" href={addresses.search}>
              <Icon name="plus" />
              Suggest tracks
            </Link>
          )}
          <span class="narrow-only">
            <OrderControls />
          </span>
          <QueueMenu />
        </div>
      </div>
      {limits !== '' && <p class="muted">{limits}</p>}
      {isEmpty ? (
        <Empty title="The queue is empty">
          {may.add && (
            <Link class="button button-loud" href={addresses.search}>
              Find music
            </Link>
          )}
        </Empty>
      ) : (
        <QueueList label="Queue" />
      )}
    </section>
  );
}
