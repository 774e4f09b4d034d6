import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Face } from '../../parts/people.tsx';
import { Screen, useBack } from '../../parts/screen.tsx';
import { Switch } from '../../parts/switch.tsx';
import { downbeat, signOut, user } from '../../state/account.ts';
import { attempt, createAction, tell } from '../../state/notice.ts';
import { leave } from '../../state/room.ts';
import { ListenBrainz } from './listen-brainz.tsx';
import { Password } from './password.tsx';
import { Verification } from './verification.tsx';
import '../../style/studio.css';

const saving = createAction();

export default function Account() {
  const account = user.value;
  const back = useBack();
  if (account === null) return null;
  const leaveAndSignOut = (): void => {
    leave();
    attempt(signOut);
  };
  return (
    <Screen
      title="Account"
      onBack={back}
      aside={
        <button type="button" class="button" onClick={leaveAndSignOut}>
          Sign out
        </button>
      }
    >
      <div class="account-who">
        <Face id={account.id} name={account.displayName} />
        <span class="row-text">
          <strong class="lead">{account.displayName}</strong>
          <span class="muted">
            {account.email} · {account.role}
          </span>
        </span>
      </div>
      {account.role === 'artist' && (
        <Link class="button phone-only" href={addresses.studio}>
          <Icon name="studio" />
          Studio
        </Link>
      )}
      {!account.emailVerified && <Verification />}
      <Profile name={account.displayName} />
      <Mails isOn={account.releaseMails === true} canTurnOn={account.emailVerified} />
      <ListenBrainz />
      <Password />
    </Screen>
  );
}

interface MailsProps {
  isOn: boolean;
  canTurnOn: boolean;
}

function Mails({ isOn, canTurnOn }: MailsProps) {
  const choose = (releaseMails: boolean): void =>
    attempt(async () => {
      await downbeat.auth.updateMe({ releaseMails });
      await downbeat.session.renew();
      tell(releaseMails ? 'New music comes by mail, too.' : 'No more mails about new music.');
    });
  const hint = canTurnOn ? 'At most one of each artist in an hour.' : 'Confirm your e-mail address first.';
  return (
    <section class="section" aria-labelledby="mails">
      <h2 id="mails">Mails</h2>
      <Switch label="New music of artists you follow" hint={hint} checked={isOn} onChange={choose} />
    </section>
  );
}

function Profile({ name }: { name: string }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const displayName = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'displayName');
    saving.run(async () => {
      await downbeat.auth.updateMe({ displayName });
      await downbeat.session.renew();
      tell('Your name is changed.');
    });
  };
  return (
    <section class="section" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <form class="form-line" onSubmit={submit}>
        <Field
          label="Name"
          name="displayName"
          required
          maxLength={80}
          defaultValue={name}
          autocomplete="name"
          hint="Others see it in rooms and on your tracks."
        />
        <button type="submit" class="button" aria-disabled={saving.busy.value}>
          Save
        </button>
      </form>
    </section>
  );
}
