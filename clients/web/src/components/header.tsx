import { signOut, user } from '../state/account.ts';
import { attempt } from '../state/notice.ts';
import { leave } from '../state/room.ts';

export function Header() {
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
