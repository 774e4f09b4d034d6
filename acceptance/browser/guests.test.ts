// A guest in Chromium: an invite link, a name, and the sound of the room, without an account.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import type { Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { findings } from './axe.ts';
import { launchBrowser, openPage } from './browser.ts';
import { apartMs } from './sound.ts';
import { choose, createVisitors, listenTogether, openPaused, player, recordErrors, room } from './visitor.ts';

const UNISON_MS = 20;
const PHONE = { width: 320, height: 640 };
const DESK = { width: 1100, height: 760 };

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const artist = await signedInClient(system, 'Ada', 'artist');
await upload(artist, 'harbour-lights.mp3');
const screenshots = process.env.SCREENSHOTS ?? join(system.dataDir!, 'screenshots');
mkdirSync(screenshots, { recursive: true });

const host = await createVisitors(system, browser)('Hanna');
await openPaused(host.page, 'Harbour Lights');
const code = await listenTogether(host.page);
const { page: guest } = await openPage(browser, 'about:blank');
const errors = recordErrors(guest);

const rules = host.page.getByRole('dialog', { name: 'Rules of this room' });
const heard = (pages: Page[]) =>
  poll(
    async () => {
      const apart = await apartMs(pages);
      if (apart > UNISON_MS) throw new Error(`${apart} ms apart`);
      return apart;
    },
    { withinMs: 30_000, everyMs: 100, what: 'sound in unison' },
  );

/** Nothing to find for axe, and nothing to scroll sideways, on a narrow phone and at a desk. */
async function assertFits(page: Page, name: string): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    t.equal(scrollWidth, clientWidth, `${name} fits ${size.width} px`);
    t.same(await findings(page), [], `${name}, ${size.width} px`);
    await page.screenshot({ path: join(screenshots, `${name}-${size.width}.png`), fullPage: true });
  }
}

await t.test('an invitation offers to listen as a guest only where the room allows it', async (t) => {
  await guest.goto(`${system.webUrl}/invite#join=${code}`);
  await guest.getByText('Hanna invites you to Harbour Lights').waitFor();
  t.equal(await guest.getByRole('button', { name: 'Listen as a guest' }).count(), 0);
  await choose(host.page, 'this room', 'Rules');
  t.equal(await rules.getByRole('switch', { name: 'Guests write, too' }).count(), 0);
  await rules.getByRole('switch', { name: 'Let guests in' }).press('Enter');
  await rules.getByRole('switch', { name: 'Let guests in', checked: true }).waitFor();
  await rules.getByRole('switch', { name: 'Guests write, too' }).press('Enter');
  await rules.getByRole('switch', { name: 'Guests write, too', checked: true }).waitFor();
  await assertFits(host.page, 'guests-rules');
  await host.page.keyboard.press('Escape');
  await guest.reload();
  await guest.getByLabel('Your name').waitFor();
  await assertFits(guest, 'guests-door');
});

await t.test('a guest hears the room in unison, after typing a name', async (t) => {
  await guest.getByLabel('Your name').fill('Gus');
  await guest.keyboard.press('Enter');
  await room(guest).getByText('You listen as Gus, a guest.').waitFor();
  const members = room(host.page).getByRole('list', { name: 'Members' });
  await members
    .getByRole('listitem')
    .filter({ hasText: 'Gus' })
    .getByText('guest', { exact: true })
    .waitFor();
  await player(host.page).getByRole('button', { name: 'Play', exact: true }).click();
  t.comment(`apart by ${(await heard([host.page, guest])).toFixed(2)} ms`);
  await room(guest)
    .getByText(/Playing now/)
    .waitFor();
  t.equal(await guest.getByRole('navigation').count(), 0, 'one room and nothing around it');
});

await t.test('a guest writes where the rules say so, marked as one', async () => {
  await guest.getByLabel('Message', { exact: true }).fill('Hello');
  await guest.keyboard.press('Enter');
  await host.page.getByRole('log', { name: 'Messages' }).getByText('Gus, a guest,').waitFor();
  await assertFits(guest, 'guests-room');
});

await t.test('a reload goes on as the same guest', async () => {
  await guest.reload();
  await guest.getByRole('button', { name: 'Go on as Gus' }).click();
  await heard([host.page, guest]);
  await room(host.page).getByRole('heading', { name: 'Here: 2' }).waitFor();
});

await t.test('a guest is out when guests are switched off, and keeps the way to an account', async (t) => {
  await choose(host.page, 'this room', 'Rules');
  await rules.getByRole('switch', { name: 'Let guests in' }).click();
  await guest.getByRole('heading', { name: 'You are out of the room' }).waitFor();
  t.same(errors, []);
  await guest.getByRole('button', { name: 'Create an account' }).click();
  await guest.getByRole('heading', { name: 'Create an account' }).waitFor();
  await guest.getByText('Hanna invites you to Harbour Lights').waitFor();
  t.same(host.errors, []);
});
