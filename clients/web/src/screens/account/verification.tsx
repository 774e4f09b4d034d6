import { fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { downbeat, user } from '../../state/account.ts';
import { createAction, tell } from '../../state/notice.ts';

const confirming = createAction();
const resending = createAction();

/** Takes the code that was mailed. */
export function Verification() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'code').trim();
    confirming.run(async () => {
      await downbeat.auth.verifyEmail({ code });
      tell('Your e-mail address is confirmed.');
    });
  };
  const resend = (): void =>
    resending.run(async () => {
      await downbeat.auth.resendVerification();
      tell('A new code is on its way. It replaces the old one.');
    });
  return (
    <section class="section hint-box" aria-labelledby="confirm">
      <h2 id="confirm">Confirm your e-mail address</h2>
      <p>We mailed a code of six digits to {user.value?.email}. It is valid for ten minutes.</p>
      <form class="form-line" onSubmit={submit}>
        <Field
          label="Code"
          class="code-input"
          name="code"
          required
          pattern="[0-9]{6}"
          maxLength={6}
          inputMode="numeric"
          autocomplete="one-time-code"
        />
        <button type="submit" class="button" aria-disabled={confirming.busy.value}>
          Confirm
        </button>
      </form>
      <button type="button" class="link" aria-disabled={resending.busy.value} onClick={resend}>
        Send a new code
      </button>
    </section>
  );
}
