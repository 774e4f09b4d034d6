import type { QueueItem } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { currentItem } from '../state/playback.ts';
import { moveItem, shownQueue } from '../state/queue.ts';
import { can } from '../state/room.ts';
import { QueueRow } from './queue-row.tsx';
import { Reorder } from './reorder.tsx';

/** How many rows a long queue shows at first, and at each further step. */
const ROWS = 100;
/** How many of them are before the current one. */
const ROWS_BEFORE = 10;

interface Props {
  label: string;
  /** The part of the queue that is listed; to its end by default. */
  from?: number;
  to?: number;
}

/** Items of the queue. Those who may put them in another order. */
export function QueueList({ label, from = 0, to = shownQueue.value.length }: Props) {
  const queue = shownQueue.value;
  const rows = useSignal(ROWS);
  const isFromBeginning = useSignal(false);
  const current = queue.findIndex(({ id }) => id === currentItem.value?.id);
  const isLong = to - from > ROWS && !isFromBeginning.value;
  const first = isLong ? Math.max(from, Math.min(current - ROWS_BEFORE, to - ROWS)) : from;
  const items = queue.slice(first, Math.min(first + rows.value, to));
  return (
    <>
      {first > from && <More name="Earlier tracks" onClick={() => (isFromBeginning.value = true)} />}
      {can('reorder') && to - from > 1 ? (
        <Reorder
          label={label}
          items={items}
          nameOf={({ title }) => title}
          render={(item) => <QueueRow item={item} />}
          onOrder={(order, item) => moveItem(item, order, queue.slice(0, first))}
          offset={first}
          count={queue.length}
        />
      ) : (
        <Fixed label={label} items={items} />
      )}
      {first + items.length < to && <More name="More" onClick={() => (rows.value += ROWS)} />}
    </>
  );
}

function Fixed({ label, items }: { label: string; items: readonly QueueItem[] }) {
  return (
    <ol class="rows" aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <QueueRow item={item} />
        </li>
      ))}
    </ol>
  );
}

function More({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" class="button more" onClick={onClick}>
      {name}
    </button>
  );
}
