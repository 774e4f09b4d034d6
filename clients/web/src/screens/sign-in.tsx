import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { fieldOf } from '../format.ts';
import { Logo } from '../parts/logo.tsx';
import { Field } from '../parts/field.tsx';
import { Screen } from '../parts/screen.tsx';
import { continueWithGoogle, downbeat, signingIn } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';
import { useResource } from '../state/resource.ts';

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
        New here?{' '}
        <Link class="link" href={addresses.signUp + location.hash}>
          Create an account
        </Link>
      </p>
    </SignInFrame>
  );
}

/** The screens without a sign-in: the mark, a sentence, and a form. */
export function SignInFrame({ title, children }: { title: string; children: ComponentChildren }) {
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
        {invitation.value !== '' && <Invited code={invitation.value} title={title} />}
        {children}
      </Screen>
    </div>
  );
}

/** Who invites, what plays and how many listen; without a valid code only that there is an invitation. */
function Invited({ code, title }: { code: string; title: string }) {
  const preview = useResource(`preview ${code}`, () => downbeat.music.previewSession({ inviteCode: code }));
  const { data } = preview;
  if (data.value === null) return <p class="lead">You are invited to listen together. {title} to join.</p>;
  const { name, ownerName, isPlaying, track, memberCount } = data.value;
  return (
    <>
      <p class="lead">
        {ownerName ?? 'Somebody'} invites you to {name}. {title} to join.
      </p>
      <p>
        {track !== null &&
          `${isPlaying ? 'Playing now' : 'Ready to play'}: ${track.title} by ${track.artistName}. `}
        {memberCount > 0 && `${memberCount === 1 ? '1 person listens' : `${memberCount} people listen`}.`}
      </p>
    </>
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
