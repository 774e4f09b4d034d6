// What users do with their account: confirm the address, change the name, the password, and a forgotten one.
import { poll } from '@downbeat/deploy/poll';
import t from 'tap';
import { password, uniqueEmail } from '../system/clients.ts';
import { codeIn, mailsTo, mailTo } from '../system/inbox.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';
import { recordErrors, visit } from './visitor.ts';

/** The subject of a mail with a code for the address. */
const CONFIRM = /code|confirm|verif/i;

const [system, browser] = await Promise.all([
  systemUnderTest(t, { page: true, env: { AUTH_CODE_RESEND_SECONDS: '0' } }),
  launchBrowser(),
]);
t.teardown(() => browser.close());
const email = uniqueEmail('wim');
const { page } = await openPage(browser, `${system.webUrl}/sign-up`);
const errors = recordErrors(page);
await page.getByLabel('Name', { exact: true }).fill('Wim');
await page.getByLabel('E-mail').fill(email);
await page.getByLabel('Password').fill(password);
await page.getByRole('button', { name: 'Create account' }).click();
await page.getByRole('heading', { name: 'New here' }).waitFor();
await visit(page, 'Account');

await t.test('confirms the address with the newest code only', async () => {
  const old = codeIn(await mailTo(system.inboxUrl, email, CONFIRM));
  await page.getByRole('button', { name: 'Send a new code' }).click();
  await page.getByText('A new code is on its way. It replaces the old one.').waitFor();
  const newest = async (): Promise<string> => {
    const mails = await mailsTo(system.inboxUrl, (to) => to === email);
    const codes = mails.filter(({ subject }) => CONFIRM.test(subject)).map(codeIn);
    if (codes.length < 2) throw new Error('not received yet');
    return codes.find((code) => code !== old) ?? old;
  };
  const code = await poll(newest, { withinMs: 20_000, what: 'the new code' });
  const confirm = async (typed: string): Promise<void> => {
    await page.getByLabel('Code').fill(typed);
    await page.getByRole('button', { name: 'Confirm' }).click();
  };
  // One time in a million both are the same.
  await confirm(code === old ? '000000' : old);
  await page.getByRole('alert').getByText('That code is wrong or too old.').waitFor();
  await confirm(code);
  await page.getByText('Your e-mail address is confirmed.').waitFor();
  await page.getByRole('heading', { name: 'Confirm your e-mail address' }).waitFor({ state: 'detached' });
});

await t.test('changes the name, which the page uses at once and after a reload', async () => {
  await page.getByLabel('Name', { exact: true }).fill('Wim van Dijk');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your name is changed.').waitFor();
  await page.locator('.account-who').getByText('Wim van Dijk').waitFor();
  await page.goto(system.webUrl);
  await page.getByRole('heading', { name: /^Good \w+, Wim van Dijk$/ }).waitFor();
});

await t.test('changes a password, and replaces a forgotten one with the mailed code', async (t) => {
  await visit(page, 'Account');
  await page.getByLabel('Current password').fill('not the right one');
  await page.getByLabel('New password').fill('two bridges before noon');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('alert').getByText('The current password is not right.').waitFor();
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Your password is changed.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();

  await page.getByRole('link', { name: 'Forgotten password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Mail me a code' }).click();
  await page.getByRole('heading', { name: 'New password' }).waitFor();
  t.equal(await page.getByLabel('E-mail').inputValue(), email, 'the address is not typed twice');
  await page
    .getByLabel('Code')
    .fill(codeIn(await mailTo(system.inboxUrl, email, /new password|reset|forgot/i)));
  await page.getByLabel('New password').fill('three bridges before noon');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('Your new password is set.').waitFor();
  await page.getByRole('heading', { name: 'New here' }).waitFor();
  // Chromium itself logs the refused requests.
  t.same(
    errors.filter((text) => !/40[0-9]|422/.test(text)),
    [],
  );
});
