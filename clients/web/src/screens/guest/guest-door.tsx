import { fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { invitation } from '../../state/invitation.ts';
import { entering } from '../../state/room.ts';
import { enterAsGuest, keptGuest } from './guest.ts';
import { showGuestPage } from './guest-page.tsx';
import '../../state/sentences.ts';

/** Listens to the room of an invitation without an account. */
export default function GuestDoor() {
  const inviteCode = invitation.value;
  const kept = keptGuest.value?.inviteCode === inviteCode ? keptGuest.value : null;
  const enter = (name: string | null): void =>
    entering.run(async () => {
      await enterAsGuest(inviteCode, name);
      showGuestPage();
    });
  if (kept !== null)
    return (
      <button
        type="button"
        class="button button-loud"
        aria-disabled={entering.busy.value}
        onClick={() => enter(null)}
      >
        Go on as {kept.name}
      </button>
    );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    enter(fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'displayName').trim());
  };
  return (
    <form class="form" aria-label="Listen without an account" onSubmit={submit}>
      <Field
        label="Your name"
        name="displayName"
        required
        maxLength={80}
        autocomplete="nickname"
        hint="All in the room see it. No account is needed."
      />
      <button type="submit" class="button button-loud" aria-disabled={entering.busy.value}>
        Listen as a guest
      </button>
    </form>
  );
}
