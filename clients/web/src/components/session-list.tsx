import { useEffect } from 'preact/hooks';
import { sessionText } from '../session-text.ts';
import { user } from '../state/account.ts';
import { complain } from '../state/notice.ts';
import { entering } from '../state/room.ts';
import {
  findSessions,
  loadingSessions,
  moreSessions,
  nextSessions,
  reenter,
  sessions,
  type OpenSession,
} from '../state/sessions.ts';

/** The way back into what one opened or joined: by a click, as browsers want one for sound. */
export function SessionList() {
  useEffect(() => void findSessions().catch(complain), []);
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
