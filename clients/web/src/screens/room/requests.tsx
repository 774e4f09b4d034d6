import type { RoomState } from '@downbeat/sdk';
import { useEffect } from 'preact/hooks';
import { Face } from '../../parts/people.tsx';
import { answer, deciding, readRequests } from '../../state/management.ts';

type Request = RoomState['requests'][number];

/** Those who want to join, for members who decide about them. */
export function Requests({ requests }: { requests: readonly Request[] }) {
  useEffect(readRequests, []);
  if (requests.length === 0) return null;
  return (
    <section class="section" aria-labelledby="requests">
      <h2 id="requests">Waiting at the door</h2>
      <ul class="rows" aria-label="Requests to join">
        {requests.map((request) => (
          <RequestRow key={request.userId} request={request} />
        ))}
      </ul>
    </section>
  );
}

function RequestRow({ request }: { request: Request }) {
  const { userId, displayName } = request;
  const decide = (isAccepted: boolean) => (): void => {
    answer(request, isAccepted);
    // The row goes, and the focus would go with it.
    document.querySelector('h1')?.focus({ preventScroll: true });
  };
  return (
    <li class="request">
      <Face id={userId} name={displayName} />
      <strong class="request-name">{displayName}</strong>
      <span class="actions">
        <button
          type="button"
          class="button"
          aria-label={`Accept ${displayName}`}
          aria-disabled={deciding.busy.value}
          onClick={decide(true)}
        >
          Accept
        </button>
        <button
          type="button"
          class="button"
          aria-label={`Refuse ${displayName}`}
          aria-disabled={deciding.busy.value}
          onClick={decide(false)}
        >
          Refuse
        </button>
      </span>
    </li>
  );
}
