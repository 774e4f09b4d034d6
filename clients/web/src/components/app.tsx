import { user } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';
import { opened } from '../state/room.ts';
import { Header } from './header.tsx';
import { JoinForm } from './join-form.tsx';
import { Library } from './library.tsx';
import { Notice } from './notice.tsx';
import { RoomPanel } from './room-panel.tsx';
import { SessionList } from './session-list.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole page: signing in, then the library beside the room or the ways into one. */
export function App() {
  return (
    <>
      <Header />
      <Notice />
      <main>{user.value === null ? <SignIn /> : <Signed />}</main>
    </>
  );
}

function Signed() {
  return (
    <div class="columns">
      <Library />
      <div class="side">{opened.value === null ? <Door /> : <Room />}</div>
    </div>
  );
}

/** The ways into a session; an invitation goes first. */
function Door() {
  const join = <JoinForm key="join" />;
  const list = <SessionList key="list" />;
  return invitation.value === '' ? [list, join] : [join, list];
}

function Room() {
  // One that came while listening; the link of this very session asks for nothing.
  const isInvitedElsewhere = !['', opened.value?.inviteCode].includes(invitation.value);
  return (
    <>
      {isInvitedElsewhere && <JoinForm />}
      <RoomPanel />
    </>
  );
}
