import { fieldOf } from '../field-of.ts';
import { invitation } from '../state/invitation.ts';
import { entering, joinSession, opened } from '../state/room.ts';

export function JoinForm() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    entering.run(() => joinSession(fieldOf(form, 'inviteCode')));
  };
  return (
    <form class="card" onSubmit={submit}>
      <h2>Join a session</h2>
      <p class="muted">{hint()}</p>
      <label>
        Invite code
        <input
          key={invitation.value}
          name="inviteCode"
          required
          minLength={8}
          maxLength={8}
          defaultValue={invitation.value}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
        />
      </label>
      <button type="submit" aria-disabled={entering.busy.value}>
        Join
      </button>
    </form>
  );
}

function hint(): string {
  if (opened.value !== null) return 'You are invited. Joining leaves the session below.';
  return invitation.value === '' ? 'Or open one: choose tracks and listen together.' : 'You are invited.';
}
