import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { fieldOf } from '../format.ts';
import { Logo } from '../parts/logo.tsx';
import { Field } from '../parts/field.tsx';
import { Screen } from '../parts/screen.tsx';
import { continueWithGoogle, downbeat, signingIn } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';

/** Shown at every address while no one is signed in, so that the address stays for afterwards. */
export default function SignIn() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    signingIn.run(() =>
      downbeat.auth.login({ email: fieldOf(form, 'email'), password: fieldOf(form, 'password') }),
    );
  };
  return (
    <Door title="Sign in">
      <form class="form" onSubmit={submit}>
        <Field label="E-mail" name="email" type="email" required maxLength={254} autocomplete="email" />
        <Field
          label="Password"
          name="password"
          type="password"
          required
          maxLength={128}
          autocomplete="current-password"
        />
        <button type="submit" class="button button-loud" aria-disabled={signingIn.busy.value}>
          Sign in
        </button>
      </form>
      <GoogleButton />
      <p>
        <Link class="link" href={addresses.forgotPassword + location.hash}>
          Forgotten password?
        </Link>
      </p>
      <p>
        New here?{' '}
        <Link class="link" href={addresses.signUp + location.hash}>
          Create an account
        </Link>
      </p>
    </Door>
  );
}

/** The screens without a sign-in: the mark, a sentence, and a form. */
export function Door({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="door">
      <div class="door-side">
        <p class="brand">
          <Logo />
          <span class="brand-name">Downbeat</span>
        </p>
        <p class="door-words">Hear the same beat at the same moment.</p>
      </div>
      <Screen title={title}>
        {invitation.value !== '' && <p class="lead">You are invited to listen together. {title} to join.</p>}
        {children}
      </Screen>
    </div>
  );
}

export function GoogleButton() {
  return (
    <button
      type="button"
      class="button"
      aria-disabled={signingIn.busy.value}
      onClick={() => signingIn.run(continueWithGoogle)}
    >
      Continue with Google
    </button>
  );
}
