import { useSignal } from '@preact/signals';
import { clearQueue, saveQueue, shownQueue } from '../state/queue.ts';
import { can, opened } from '../state/room.ts';
import { Menu, type MenuItem } from './menu.tsx';
import { NameDialog } from './name-dialog.tsx';

/** What can be done with the whole queue. */
export function QueueMenu() {
  const isNaming = useSignal(false);
  if (shownQueue.value.length === 0) return null;
  const items = (): MenuItem[] => [
    { label: 'Save as a playlist', icon: 'playlists', run: () => (isNaming.value = true) },
    ...(can('reorder')
      ? [{ label: 'Clear', icon: 'trash', isFinal: true, run: clearQueue } satisfies MenuItem]
      : []),
  ];
  return (
    <>
      <Menu of="the queue" items={items} />
      {isNaming.value && (
        <NameDialog
          title="Save the queue"
          yes="Save"
          name={opened.value?.session.name ?? ''}
          onClose={() => (isNaming.value = false)}
          onName={saveQueue}
        />
      )}
    </>
  );
}
