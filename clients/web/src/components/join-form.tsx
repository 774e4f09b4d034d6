import { fieldOf } from '../field-of.ts';
import { entering, joinSession } from '../state/room.ts';

/** An invite link is this page with `#join=CODE`: what follows the # never reaches a server or its log. */
function invitedCode(): string {
  return new URLSearchParams(location.hash.slice(1)).get('join') ?? '';
}

export function JoinForm() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    entering.run(() => joinSession(fieldOf(form, 'inviteCode')));
  };
  return (
    <form class="card" onSubmit={submit}>
      <h2>Join a session</h2>
      <p class="muted">Or open one: choose tracks and listen together.</p>
      <label>
        Invite code
        <input
          name="inviteCode"
          required
          minLength={8}
          maxLength={8}
          defaultValue={invitedCode()}
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
