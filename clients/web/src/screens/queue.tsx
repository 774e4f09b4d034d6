import type { QueueItem } from '@downbeat/sdk';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { countText } from '../format.ts';
import { QueueRow } from '../parts/queue-row.tsx';
import { Empty } from '../parts/states.tsx';
import { Screen, useBack } from '../parts/screen.tsx';
import { currentItem } from '../state/playback.ts';
import { roomState } from '../state/room.ts';

export default function Queue() {
  const queue = roomState.value?.queue ?? [];
  const index = queue.findIndex(({ id }) => id === currentItem.value?.id);
  return (
    <Screen title="Queue" onBack={useBack()}>
      {queue.length === 0 ? (
        <Empty title="Nothing plays yet">
          <p>Play a track, and what follows it is here.</p>
          <Link class="button button-loud" href={addresses.search}>
            Find music
          </Link>
        </Empty>
      ) : (
        <>
          <Part title="Now" items={queue.slice(Math.max(index, 0), index + 1)} />
          <Part
            title={`Next, ${countText(queue.length - index - 1, 'track')}`}
            items={queue.slice(index + 1)}
          />
          <Part title="Before" items={queue.slice(0, Math.max(index, 0))} />
        </>
      )}
    </Screen>
  );
}

function Part({ title, items }: { title: string; items: readonly QueueItem[] }) {
  if (items.length === 0) return null;
  return (
    <section class="section" aria-label={title}>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      <ol class="rows">
        {items.map((item) => (
          <QueueRow key={item.id} item={item} />
        ))}
      </ol>
    </section>
  );
}
