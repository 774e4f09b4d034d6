import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { requestsText, statusText } from '../format.ts';
import { isSounding, resumeSound } from '../state/audio.ts';
import { online } from '../state/connectivity.ts';
import { attempt } from '../state/notice.ts';
import { loadedText } from '../state/page-player.ts';
import { isPlaying } from '../state/playback.ts';
import { can, opened, roomState } from '../state/room.ts';

/** What the page has to say of the room that it is in. Loaded with the first room. */
export default function RoomMessages() {
  return (
    <>
      <Connection />
      <Requests />
      <SoundButton />
    </>
  );
}

function Connection() {
  const state = roomState.value;
  const status = state === null ? '' : statusText(state);
  const text = online.value ? status : `You are offline. ${loadedText()}`;
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

/** Browsers may keep a page silent until a click, e.g. after a phone call. A remote is silent anyway. */
function SoundButton() {
  if (isSounding.value || !isPlaying.value || roomState.value?.isOutput === false) return null;
  return (
    <button type="button" class="button button-loud message-button" onClick={() => attempt(resumeSound)}>
      Turn the sound on
    </button>
  );
}
