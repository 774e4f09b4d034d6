import { IconButton } from './icon-button.tsx';
import { lazyScreen } from './lazy.tsx';
import { online } from '../state/connectivity.ts';
import { isNewVersionReady, loadNewVersion } from '../state/new-version.ts';
import { news, notice, openDialogs } from '../state/notice.ts';
import { opened } from '../state/room.ts';

const RoomMessages = lazyScreen(() => import('./room-messages.tsx'), null);

/** What the page has to say, above the player bar. */
export function Messages() {
  const isInFront = openDialogs.value === 0;
  const done = isInFront ? news.value : null;
  return (
    <div class="messages">
      {opened.value === null ? <Offline /> : <RoomMessages />}
      <NewVersion />
      {isInFront && notice.value !== null && (
        <p class="message message-bad" role="alert">
          <span>{notice.value}</span>
          <IconButton icon="close" label="Dismiss" onClick={() => (notice.value = null)} />
        </p>
      )}
      <p class="message" role="status" hidden={done === null}>
        {done}
      </p>
    </div>
  );
}

function Offline() {
  return (
    <p class="message" role="status" aria-label="Connection" hidden={online.value}>
      You are offline. Lists come back with the connection.
    </p>
  );
}

function NewVersion() {
  if (!isNewVersionReady()) return null;
  return (
    <p class="message" role="status">
      A new version of this page is ready.
      <button type="button" class="button" onClick={loadNewVersion}>
        Load it
      </button>
    </p>
  );
}
