import { signOut, user } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';
import { attempt, notice } from '../state/notice.ts';
import { leave, opened } from '../state/room.ts';
import { Library } from './library.tsx';
import { RoomPanel } from './room-panel.tsx';
import { JoinForm, SessionList } from './sessions.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole page: the sign-in form, then the library beside the room or beside the ways into one. */
export function App() {
  return (
    <>
      <Header />
      <Notice />
      <main>{user.value === null ? <SignIn /> : <SignedIn />}</main>
    </>
  );
}

function Header() {
  const leaveAndSignOut = (): void => {
    leave();
    attempt(signOut);
  };
  return (
    <header>
      <h1>
        <img src="/icon.svg" alt="" width="28" height="28" /> Downbeat
      </h1>
      {user.value !== null && (
        <p>
          <span>{user.value.displayName}</span>
          <button type="button" class="quiet" onClick={leaveAndSignOut}>
            Sign out
          </button>
        </p>
      )}
    </header>
  );
}

function Notice() {
  if (notice.value === null) return null;
  return (
    <p class="notice" role="alert">
      {notice.value}
      <button type="button" class="quiet" aria-label="Dismiss" onClick={() => (notice.value = null)}>
        ×
      </button>
    </p>
  );
}

function SignedIn() {
  return (
    <div class="columns">
      <Library />
      <div class="side">{opened.value === null ? <Entrance /> : <Room />}</div>
    </div>
  );
}

/** The ways into a session; the form goes first when there is an invitation. */
function Entrance() {
  const join = <JoinForm key="join" />;
  const list = <SessionList key="list" />;
  return invitation.value === '' ? [list, join] : [join, list];
}

function Room() {
  // The invite link of the open session itself needs no form.
  const isInvitedElsewhere = !['', opened.value?.inviteCode].includes(invitation.value);
  return (
    <>
      {isInvitedElsewhere && <JoinForm />}
      <RoomPanel />
    </>
  );
}
