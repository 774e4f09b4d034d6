import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { fieldOf } from '../format.ts';
import { Field, NewPasswordField } from '../parts/field.tsx';
import { downbeat, signingIn } from '../state/account.ts';
import { SignInFrame, GoogleButton } from './sign-in.tsx';
import '../style/options.css';

export default function SignUp() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    signingIn.run(() =>
      downbeat.auth.register({
        email: fieldOf(form, 'email'),
        password: fieldOf(form, 'password'),
        displayName: fieldOf(form, 'displayName'),
        role: fieldOf(form, 'role') === 'artist' ? 'artist' : 'listener',
      }),
    );
  };
  return (
    <SignInFrame title="Create an account">
      <form class="form" onSubmit={submit}>
        <Field
          label="Name"
          name="displayName"
          required
          maxLength={80}
          autocomplete="name"
          hint="Others see it."
        />
        <Field label="E-mail" name="email" type="email" required maxLength={254} autocomplete="email" />
        <NewPasswordField label="Password" name="password" />
        <Role />
        <button type="submit" class="button button-loud" aria-disabled={signingIn.busy.value}>
          Create account
        </button>
      </form>
      <GoogleButton />
      <p>
        You have an account?{' '}
        <Link class="link" href={addresses.signIn + location.hash}>
          Sign in
        </Link>
      </p>
    </SignInFrame>
  );
}

function Role() {
  return (
    <fieldset class="options">
      <legend class="field-label">What brings you here?</legend>
      <label class="option">
        <input type="radio" name="role" value="listener" defaultChecked />
        <span>
          <strong>I listen</strong>
          <span class="muted">Alone, and with others</span>
        </span>
      </label>
      <label class="option">
        <input type="radio" name="role" value="artist" />
        <span>
          <strong>I make music</strong>
          <span class="muted">Upload tracks, too</span>
        </span>
      </label>
    </fieldset>
  );
}
