// The page with the keyboard alone, from the sign-in to a room, and its one table of keys.
import t from 'tap';
import type { Page } from 'playwright-core';
import { createClient, password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';
import { createVisitors, player, recordErrors, room } from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
await upload(artist, 'harbour-lights.mp3');

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      const label = (activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent;
      return activeElement?.getAttribute('aria-label') ?? label ?? activeElement?.textContent;
    });
    if (focused?.trim() === name) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

const focusedText = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.textContent ?? null);

await t.test('can be used with the keyboard alone', async (t) => {
  const { page, client } = await visitor('Uma');
  await page.reload();
  await page.getByRole('button', { name: 'Play Harbour Lights' }).waitFor();
  await page.keyboard.press('Tab');
  t.equal(await focusedText(page), 'Skip to the content');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Play Harbour Lights');
  await page.keyboard.press('Enter');
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page.keyboard.press('q');
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  // The focus moves just after the screen is painted.
  await page.waitForFunction(() => document.activeElement?.textContent === 'Queue');
  t.equal(await focusedText(page), 'Queue', 'the focus moves to the new screen');
  await page.keyboard.press('Space');
  await player(page).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Search the library');
  await page.keyboard.type('harb');
  await page
    .getByRole('option', { name: /Harbour Lights/ })
    .first()
    .waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('option', { selected: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  t.equal(await page.getByLabel('Search the library').inputValue(), 'harb', 'the text stays');
  await page.getByRole('button', { name: 'More for Harbour Lights' }).waitFor();
  await tabTo(page, 'More for Harbour Lights');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  t.equal(await focusedText(page), 'Play next');
  await page.keyboard.press('End');
  t.equal(await focusedText(page), 'Download');
  await page.keyboard.press('ArrowUp');
  t.equal(await focusedText(page), 'Rate');
  await page.keyboard.press('ArrowUp');
  t.equal(await focusedText(page), 'Go to the artist');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  t.equal(await focusedText(page), 'Add to playlist');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add Harbour Lights' }).waitFor();
  await tabTo(page, 'New playlist');
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await page.getByText('Harbour Lights is in By hand now.').waitFor();
  t.match((await client.music.listPlaylists()).items, [{ name: 'By hand', itemCount: 1 }]);
});

await t.test('goes from the sign-in into a room without one press of a pointer', async (t) => {
  const email = uniqueEmail('ira');
  await createClient(system).auth.register({ email, password, displayName: 'Ira' });
  const { page } = await openPage(browser, 'about:blank');
  const errors = recordErrors(page);
  await page.addInitScript(() => {
    const presses = { count: 0 };
    Object.assign(window, { presses });
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      addEventListener(type, () => (presses.count += 1), { capture: true });
  });
  await page.goto(system.webUrl);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tabTo(page, 'E-mail');
  await page.keyboard.type(email);
  await tabTo(page, 'Password');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Play Harbour Lights' }).waitFor();
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Search the library');
  await page.keyboard.type('harb');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=harb$/);
  await page.getByRole('button', { name: 'Play Harbour Lights' }).waitFor();
  await tabTo(page, 'Play Harbour Lights');
  await page.keyboard.press('Enter');
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await tabTo(page, 'Listen together');
  await page.keyboard.press('Enter');
  await room(page).waitFor();
  await tabTo(page, 'Copy link');
  const pressed = await page.evaluate(() => (window as unknown as { presses: { count: number } }).presses);
  t.same(pressed, { count: 0 });
  t.same(errors, []);
});

await t.test('shows its keys, which work beside a slider that was dragged, too', async (t) => {
  const { page } = await visitor('Kay');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.waitFor();
  t.equal((await keys.locator('kbd').allTextContents()).join(' '), 'Space N P L J + - M / H Q F ?');
  await page.keyboard.press('?');
  await keys.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Play Harbour Lights' }).click();
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  const volume = player(page).getByRole('slider', { name: 'Volume' });
  const { x, y, width, height } = (await volume.boundingBox())!;
  await page.mouse.move(x + width - 8, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  await page.mouse.up();
  t.equal(await volume.getAttribute('aria-valuetext'), '50 %');
  await page.keyboard.press('-');
  t.equal(await volume.getAttribute('aria-valuetext'), '45 %');
  await page.keyboard.press('Space');
  await player(page).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.waitForFunction(() => document.title.endsWith('· Downbeat'));
  await page.keyboard.press('f');
  await page.getByRole('heading', { name: 'Harbour Lights' }).waitFor();
  await page.keyboard.press('h');
  await page.getByRole('heading', { name: 'New here' }).waitFor();
});
