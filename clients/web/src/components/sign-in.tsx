import { useSignal } from '@preact/signals';
import { fieldOf } from '../format.ts';
import { continueWithGoogle, downbeat, signingIn } from '../state/account.ts';
import { notice } from '../state/notice.ts';

export function SignIn() {
  const registering = useSignal(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const credentials = { email: fieldOf(form, 'email'), password: fieldOf(form, 'password') };
    signingIn.run(() =>
      registering.value
        ? downbeat.auth.register({ ...credentials, displayName: fieldOf(form, 'displayName') })
        : downbeat.auth.login(credentials),
    );
  };
  const switchForm = (): void => {
    registering.value = !registering.value;
    // The message was about the other form.
    notice.value = null;
  };
  return (
    <form class="card sign-in" onSubmit={submit}>
      <h2>{registering.value ? 'Create an account' : 'Sign in'}</h2>
      {registering.value && (
        <label>
          Name
          <input name="displayName" required maxLength={80} autocomplete="name" />
        </label>
      )}
      <label>
        E-mail
        <input name="email" type="email" required maxLength={254} autocomplete="email" />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          required
          minLength={registering.value ? 8 : 1}
          maxLength={128}
          autocomplete={registering.value ? 'new-password' : 'current-password'}
        />
      </label>
      <button type="submit" aria-disabled={signingIn.busy.value}>
        {registering.value ? 'Create account' : 'Sign in'}
      </button>
      <GoogleButton />
      <button type="button" class="quiet" onClick={switchForm}>
        {registering.value ? 'I have an account' : 'I am new here'}
      </button>
    </form>
  );
}

function GoogleButton() {
  return (
    <button
      type="button"
      class="plain"
      aria-disabled={signingIn.busy.value}
      onClick={() => signingIn.run(continueWithGoogle)}
    >
      Continue with Google
    </button>
  );
}
