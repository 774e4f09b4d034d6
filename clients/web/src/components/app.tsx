import { user } from '../state/account.ts';
import { opened } from '../state/room.ts';
import { Header } from './header.tsx';
import { JoinForm } from './join-form.tsx';
import { Library } from './library.tsx';
import { Notice } from './notice.tsx';
import { RoomPanel } from './room-panel.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole page: a door, then the library beside the room. */
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
      {opened.value === null ? <JoinForm /> : <RoomPanel />}
    </div>
  );
}
