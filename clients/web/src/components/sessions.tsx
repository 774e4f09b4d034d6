import { useEffect } from 'preact/hooks';
import { fieldOf, sessionText } from '../format.ts';
import { user } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';
import { showError } from '../state/notice.ts';
import { entering, joinSession, opened } from '../state/room.ts';
import {
  findSessions,
  loadingSessions,
  moreSessions,
  nextSessions,
  reenter,
  sessions,
  type OpenSession,
} from '../state/sessions.ts';

/** Joins a session by its invite code, which an invite link fills in. */
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
  return invitation.value === '' ? 'Or start one: choose tracks and listen together.' : 'You are invited.';
}

/** The user's sessions. Each is entered by a click, because browsers demand one for sound. */
export function SessionList() {
  useEffect(() => void findSessions().catch(showError), []);
  if (sessions.value.length === 0) return null;
  return (
    <section class="card sessions" aria-label="Your sessions">
      <h2>Your sessions</h2>
      <ul>
        {sessions.value.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {nextSessions.value !== null && (
        <button
          type="button"
          class="quiet"
          aria-disabled={loadingSessions.busy.value}
          onClick={() => loadingSessions.run(moreSessions)}
        >
          More
        </button>
      )}
    </section>
  );
}

function SessionRow({ session }: { session: OpenSession }) {
  const { id, name, listening } = session;
  return (
    <li class="row">
      <span class="title">
        <strong>{name}</strong>
        <span class="muted">{sessionText(session, user.value?.id ?? '')}</span>
      </span>
      <button
        type="button"
        class={listening === null ? 'plain' : ''}
        aria-label={`Enter ${name}`}
        aria-disabled={entering.busy.value}
        onClick={() => entering.run(() => reenter(id))}
      >
        Enter
      </button>
    </li>
  );
}
