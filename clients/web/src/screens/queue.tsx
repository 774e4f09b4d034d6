import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { countText } from '../format.ts';
import { QueueList } from '../parts/queue-list.tsx';
import { QueueMenu } from '../parts/queue-menu.tsx';
import { Empty } from '../parts/states.tsx';
import { Screen, useBack } from '../parts/screen.tsx';
import { currentItem } from '../state/playback.ts';
import { shownQueue } from '../state/queue.ts';

export default function Queue() {
  const queue = shownQueue.value;
  const index = queue.findIndex(({ id }) => id === currentItem.value?.id);
  const left = queue.length - index - 1;
  return (
    <Screen title="Queue" aside={<QueueMenu />} onBack={useBack()}>
      {queue.length === 0 ? (
        <Empty title="Nothing plays yet">
          <p>Play a track, and what follows it is here.</p>
          <Link class="button button-loud" href={addresses.search}>
            Find music
          </Link>
        </Empty>
      ) : (
        <>
          <Part title="Now" from={Math.max(index, 0)} to={index + 1} />
          <Part title={`Next, ${countText(left, 'track')}`} from={index + 1} to={queue.length} />
          <Part title="Before" from={0} to={Math.max(index, 0)} />
        </>
      )}
    </Screen>
  );
}

function Part({ title, from, to }: { title: string; from: number; to: number }) {
  if (from >= to) return null;
  return (
    <section class="section" aria-label={title}>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      <QueueList label={title} from={from} to={to} />
    </section>
  );
}
