import { fieldOf } from '../../format.ts';
import { Field, NewPasswordField } from '../../parts/field.tsx';
import { downbeat } from '../../state/account.ts';
import { createAction, tell } from '../../state/notice.ts';

const changing = createAction();

/** Changes the password, which signs all other devices out. */
export function Password() {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const element = event.currentTarget as HTMLFormElement;
    const form = new FormData(element);
    changing.run(async () => {
      await downbeat.auth.changePassword({
        currentPassword: fieldOf(form, 'currentPassword'),
        newPassword: fieldOf(form, 'newPassword'),
      });
      element.reset();
      tell('Your password is changed. All other devices were signed out.');
    });
  };
  return (
    <section class="section" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form class="form-line" onSubmit={submit}>
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          required
          maxLength={128}
          autocomplete="current-password"
        />
        <NewPasswordField label="New password" name="newPassword" />
        <button type="submit" class="button" aria-disabled={changing.busy.value}>
          Change
        </button>
      </form>
    </section>
  );
}
