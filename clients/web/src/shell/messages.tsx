import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { requestsText, statusText } from '../format.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { resumeSound, isSounding } from '../state/audio.ts';
import { online } from '../state/connectivity.ts';
import { attempt, news, notice, openDialogs } from '../state/notice.ts';
import { isNewVersionReady, loadNewVersion } from '../state/new-version.ts';
import { isPlaying } from '../state/playback.ts';
import { can, opened, roomState } from '../state/room.ts';

/** What the page has to say, above the player bar. */
export function Messages() {
  const isInFront = openDialogs.value === 0;
  const done = isInFront ? news.value : null;
  return (
    <div class="messages">
      <Connection />
      <Requests />
      <NewVersion />
      <SoundButton />
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

function Connection() {
  const state = roomState.value;
  const text = online.value
    ? state === null
      ? ''
      : statusText(state)
    : `You are offline. ${opened.value === null ? 'Lists come back with the connection.' : 'The track that plays is loaded to its end.'}`;
  return (
    <p class="message" role="status" aria-label="Connection" hidden={text === ''}>
      {text}
    </p>
  );
}

/** Who wants to join: heard everywhere, and seen where the room itself is not shown. */
function Requests() {
  const [path] = useLocation();
  const address = addresses.room(opened.value?.session.id ?? '');
  const text = can('manage') ? requestsText(roomState.value?.requests ?? []) : '';
  const isSeen = path !== address;
  return (
    <p class={isSeen ? 'message' : 'unseen'} role="status" aria-label="Requests to join" hidden={text === ''}>
      {text}
      {isSeen && text !== '' && (
        <Link class="button" href={address}>
          Answer
        </Link>
      )}
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

/** Browsers may keep a page silent until a click, e.g. after a phone call. */
function SoundButton() {
  if (opened.value === null || isSounding.value || !isPlaying.value) return null;
  return (
    <button type="button" class="button button-loud message-button" onClick={() => attempt(resumeSound)}>
      Turn the sound on
    </button>
  );
}
