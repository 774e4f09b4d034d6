import { render } from 'preact';
import { addresses } from '../../addresses.ts';
import { Logo } from '../../parts/logo.tsx';
import { QueueList } from '../../parts/queue-list.tsx';
import { Screen } from '../../parts/screen.tsx';
import { SyncLight, syncWord } from '../../parts/sync-light.tsx';
import { isAlone } from '../../permissions.ts';
import { Chat } from '../room/chat.tsx';
import { Members } from '../room/members.tsx';
import { NowHere } from '../room/now-here.tsx';
import { SkipVote } from '../room/skip-vote.tsx';
import Suggestions from '../room/suggestions.tsx';
import { Messages } from '../../parts/messages.tsx';
import { Volume } from '../../parts/volume.tsx';
import { isPlaying } from '../../state/playback.ts';
import { opened, roomState } from '../../state/room.ts';
import { actAsUser, keptGuest, leaveAsGuest } from './guest.ts';
import '../../style/room.css';
import '../../style/guest.css';

/** What the page shows to all others. It waits behind that of a guest, who has one room and nothing around it. */
const all = document.getElementById('app');
let shown: HTMLElement | null = null;

export function showGuestPage(): void {
  if (all === null || shown !== null) return;
  shown = document.createElement('div');
  all.before(shown);
  all.hidden = true;
  render(<GuestPage />, shown);
}

/** Shows the invitation again, whose code the address still has. */
function close(): void {
  if (all === null || shown === null) return;
  render(null, shown);
  shown.remove();
  shown = null;
  all.hidden = false;
  all.querySelector('h1')?.focus({ preventScroll: true });
  actAsUser();
}

function signUp(): void {
  history.pushState(null, '', addresses.signUp + location.hash);
  close();
}

function GuestPage() {
  return (
    <>
      <header class="guest-head">
        <p class="brand">
          <Logo />
          <span class="brand-name">Downbeat</span>
        </p>
        <div class="guest-ways">
          <button type="button" class="button" onClick={signUp}>
            Create an account
          </button>
          {opened.value !== null && (
            <button type="button" class="button" onClick={() => void leaveAsGuest().finally(close)}>
              Leave
            </button>
          )}
        </div>
      </header>
      <main class="main guest-main">{roomState.value === null ? <Outside /> : <Inside />}</main>
      <div class="foot guest-foot">
        <Messages />
      </div>
    </>
  );
}

function Outside() {
  return (
    <Screen title="You are out of the room">
      <p class="lead">Thank you for listening. With an account you choose music of your own, too.</p>
      <button type="button" class="button" onClick={close}>
        Back to the invitation
      </button>
    </Screen>
  );
}

function Inside() {
  const state = roomState.value;
  const session = opened.value?.session;
  if (state === null || session === undefined) return null;
  const isInUnison = isPlaying.value && !isAlone(state);
  return (
    <Screen title={session.name}>
      <div class="room" role="region" aria-label="Listening session">
        <div class="room-now-here">
          <p class="muted">
            You listen as <strong>{keptGuest.value?.name}</strong>, a guest.
          </p>
          <NowHere />
          <p class="guest-sound">
            {isInUnison && <SyncLight />}
            <span>{isPlaying.value ? 'Playing now' : 'Nothing plays at the moment'}</span>
            {isInUnison && <span class="muted">{syncWord()}</span>}
          </p>
          <Volume />
          <SkipVote state={state} />
        </div>
        <div class="room-side">
          <Members state={state} />
          <Chat state={state} />
        </div>
        <div class="room-queue">
          <Suggestions />
          <section class="section" aria-labelledby="guest-queue">
            <h2 id="guest-queue">Queue</h2>
            <QueueList label="Queue" />
          </section>
        </div>
      </div>
    </Screen>
  );
}
