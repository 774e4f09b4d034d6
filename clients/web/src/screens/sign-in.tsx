import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { fieldOf } from '../format.ts';
import { Logo } from '../parts/logo.tsx';
import { Field } from '../parts/field.tsx';
import { Screen } from '../parts/screen.tsx';
import { lazyScreen } from '../parts/lazy.tsx';
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
    <SignInFrame title="Sign in">
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
        {invitation.value === '' && 'New here? '}
        <Link class={invitation.value === '' ? 'link' : 'button'} href={addresses.signUp + location.hash}>
          Create an account
        </Link>
      </p>
    </SignInFrame>
  );
}

const Invited = lazyScreen(() => import('./invited.tsx'), null);

interface FrameProps {
  title: string;
  /** Leaves the sentence out on a phone, where it stands between the user and the form. */
  isShort?: boolean;
  children: ComponentChildren;
}

/** The screens without a sign-in: the mark, a sentence or an invitation, and a form. */
export function SignInFrame({ title, isShort = false, children }: FrameProps) {
  const isInvited = invitation.value !== '';
  return (
    <div class={isShort ? 'door door-short' : 'door'}>
      <div class="door-side">
        <p class="brand">
          <Logo />
          <span class="brand-name">Downbeat</span>
        </p>
        {isInvited ? <Invited /> : <p class="door-words">Hear the same beat at the same moment.</p>}
      </div>
      <Screen title={title}>{children}</Screen>
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
