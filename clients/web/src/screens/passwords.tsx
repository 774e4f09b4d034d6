import { signal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { fieldOf } from '../format.ts';
import { Field, NewPasswordField } from '../parts/field.tsx';
import { downbeat, signingIn } from '../state/account.ts';
import { tell } from '../state/notice.ts';
import { SignInFrame } from './sign-in.tsx';

/** The address to which a code was mailed last, so that it is not typed twice. */
const mailedTo = signal('');

export function ForgotPassword() {
  const [, navigate] = useLocation();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const email = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'email');
    signingIn.run(async () => {
      await downbeat.auth.forgotPassword({ email });
      mailedTo.value = email;
      tell('If there is an account with this address, a code is on its way.');
      navigate(addresses.resetPassword);
    });
  };
  return (
    <SignInFrame title="Forgotten password" isShort>
      <p>We mail you a code with which you choose a new one.</p>
      <form class="form" onSubmit={submit}>
        <Field label="E-mail" name="email" type="email" required maxLength={254} autocomplete="email" />
        <button type="submit" class="button button-loud" aria-disabled={signingIn.busy.value}>
          Mail me a code
        </button>
      </form>
      <p>
        <Link class="link" href={addresses.signIn}>
          Back to sign-in
        </Link>
      </p>
    </SignInFrame>
  );
}

export function ResetPassword() {
  const [, navigate] = useLocation();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const email = fieldOf(form, 'email');
    const newPassword = fieldOf(form, 'newPassword');
    signingIn.run(async () => {
      await downbeat.auth.resetPassword({ email, code: fieldOf(form, 'code').trim(), newPassword });
      await downbeat.auth.login({ email, password: newPassword });
      tell('Your new password is set. All other devices were signed out.');
      navigate(addresses.home, { replace: true });
    });
  };
  return (
    <SignInFrame title="New password" isShort>
      <form class="form" onSubmit={submit}>
        <Field
          label="E-mail"
          name="email"
          type="email"
          required
          maxLength={254}
          defaultValue={mailedTo.value}
          autocomplete="email"
        />
        <Field
          label="Code"
          class="code-input"
          name="code"
          required
          pattern="\s*[0-9]{6}\s*"
          inputMode="numeric"
          autocomplete="one-time-code"
          hint="Six digits, from the mail. They are valid for ten minutes."
        />
        <NewPasswordField label="New password" name="newPassword" />
        <button type="submit" class="button button-loud" aria-disabled={signingIn.busy.value}>
          Set the password
        </button>
      </form>
      <p>
        <Link class="link" href={addresses.forgotPassword}>
          Mail a new code
        </Link>
      </p>
    </SignInFrame>
  );
}
