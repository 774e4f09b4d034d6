// A phone by touch alone: sign in, search, play, what plays, a room with another person, and its queue moved with a finger.
import { poll } from '@downbeat/deploy/poll';
import { performanceClock, SimulatedPlayer, type ListeningRoom } from '@downbeat/sdk/listening';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { createClient, password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';
import { tapOutput } from './loudness.ts';
import { recordErrors } from './visitor.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
const AUDIBLE = 0.001;

// As the browsers of phones, it lets no page sound before the first touch.
const [system, browser] = await Promise.all([
  systemUnderTest(t, { page: true }),
  launchBrowser({ mayPlay: false }),
]);
t.teardown(() => browser.close());
const artist = await signedInClient(system, 'Ada', 'artist');
for (const file of ['harbour-lights.mp3', 'paper-rockets.mp3', 'slow-tide.opus']) await upload(artist, file);
const email = uniqueEmail('lena');
await createClient(system).auth.register({ email, password, displayName: 'Lena' });

const { page } = await openPage(browser, 'about:blank', undefined, PHONE);
const errors = recordErrors(page);
await page.addInitScript(tapOutput);
await page.goto(system.webUrl);

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const tab = (name: string): Locator =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
const soundOf = (wanted: 'heard' | 'silent'): Promise<void> =>
  poll(
    async () => {
      const loudness = await page.evaluate(() => window.loudness());
      if (loudness > AUDIBLE !== (wanted === 'heard')) throw new Error(`samples up to ${loudness}`);
    },
    { withinMs: 15_000, everyMs: 50, what: wanted },
  );

await t.test('signs in, finds a track, and plays it', async (t) => {
  await page.getByLabel('E-mail').tap();
  await page.keyboard.insertText(email);
  await page.getByLabel('Password').tap();
  await page.keyboard.insertText(password);
  await button('Sign in').tap();
  await page.getByText('Harbour Lights').first().waitFor();
  await tab('Search').tap();
  await page.getByRole('combobox', { name: 'Search the library' }).tap();
  await page.keyboard.insertText('harb');
  await page
    .getByRole('option', { name: /Harbour Lights/ })
    .first()
    .tap();
  await button('Play Harbour Lights').first().tap();
  await soundOf('heard');
  t.equal(await button('Turn the sound on').count(), 0, 'the touch on play was enough');
});

await t.test('opens what plays, where all controls of the player are', async (t) => {
  await page.getByRole('link', { name: /^Show what plays/ }).tap();
  await page.getByRole('heading', { name: 'Harbour Lights' }).waitFor();
  const position = page.getByRole('slider', { name: 'Position' });
  const { x, y, width, height } = (await position.boundingBox())!;
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await poll(
    async () => {
      const { value, max } = await position.evaluate(({ value, max }: HTMLInputElement) => ({ value, max }));
      const part = Number(value) / Number(max);
      if (part < 0.4 || part > 0.8) throw new Error(`at ${part} of the track`);
    },
    { withinMs: 10_000, what: 'the middle of the track' },
  );
  await button('Pause').tap();
  await soundOf('silent');
  for (const name of ['Previous', 'Next', 'Shuffle', 'Repeat: off', 'Like Harbour Lights'])
    t.ok(await button(name).isVisible(), name);
  t.ok(await page.getByRole('link', { name: 'Queue' }).isVisible());
});

let friend: ListeningRoom;

await t.test('turns it into a room, and hears it with someone else', async (t) => {
  await page.getByRole('link', { name: 'Listen together' }).tap();
  await button('Invite').tap();
  const inviteCode = (await page.getByRole('status', { name: 'Invite code' }).textContent())!;
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
  const gus = await signedInClient(system, 'Gus');
  const { id } = await gus.music.joinSession({ inviteCode });
  friend = await gus.listen(id, {
    player: new SimulatedPlayer({ clock: performanceClock }),
    deviceId: 'desk',
  });
  t.teardown(() => friend.close());
  await page.getByRole('list', { name: 'Members' }).getByText('Gus').waitFor();
  await button('Play').tap();
  await soundOf('heard');
  await poll(
    async () => {
      if (friend.state.playback !== 'playing') throw new Error(String(friend.state.playback));
    },
    { withinMs: 15_000, what: 'the same at the other' },
  );

  await tab('Search').tap();
  for (const title of ['Paper Rockets', 'Slow Tide']) {
    await button(`More for ${title}`).tap();
    await page.getByRole('menuitem', { name: 'Add to the room’s queue' }).tap();
    await page.getByText(`${title} is in the room’s queue now.`).waitFor();
  }
  await page.getByRole('link', { name: /^Show what plays/ }).tap();
  await page.getByRole('link', { name: '2 listen to this' }).tap();
  await dragUp(page, button(/^Move Slow Tide/), button(/^Move Paper Rockets/));
  await poll(
    async () => {
      const titles = friend.state.queue.map(({ title }) => title).join();
      if (titles !== 'Harbour Lights,Slow Tide,Paper Rockets') throw new Error(titles);
    },
    { withinMs: 10_000, what: 'the other order' },
  );
  t.same(errors, []);
});

/** Moves a row to the place of one above it, by one finger on its grip. Playwright has no finger that moves. */
async function dragUp(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  const x = start.x + start.width / 2;
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] });
  await touch('touchStart', start.y + start.height / 2);
  await touch('touchMove', start.y - 10);
  await touch('touchMove', end.y + 10);
  await page.locator('.sortable-dragged').waitFor();
  await touch('touchEnd');
}
