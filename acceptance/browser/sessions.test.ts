// Entering, leaving and ending sessions in Chromium, by a reload and by a link, and what a listener may do.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatedPlayer, performanceClock } from '@downbeat/sdk/listening';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { wavOf } from '../system/wav.ts';
import { launchBrowser } from './browser.ts';
import {
  createVisitors,
  join as joinRoom,
  listenTogether,
  openPaused,
  player,
  room,
  visit,
} from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const artist = await signedInClient(system, 'Ada', 'artist');
const SAMPLE_RATE = 8000;
const silence = Buffer.alloc(300 * SAMPLE_RATE, 128);
// Five minutes long, so that it does not end before a test on a slow machine.
const audio = new File([new Uint8Array(wavOf(silence, SAMPLE_RATE))], 'long.wav', { type: 'audio/wav' });
const tracks = [
  await artist.music.createTrack({ audio, title: 'Harbour Lights' }),
  await upload(artist, 'paper-rockets.mp3'),
];
const trackIds = tracks.map(({ id }) => id);
const screenshots = process.env.SCREENSHOTS ?? join(system.dataDir!, 'screenshots');
mkdirSync(screenshots, { recursive: true });

const PHONE = { width: 375, height: 720 };
const DESK = { width: 1280, height: 800 };

const visitor = createVisitors(system, browser);

const yours = (page: Page) => page.getByRole('region', { name: 'Your rooms' });
const codeShown = (page: Page) => page.getByRole('status', { name: 'Invite code' });

/** Opens an invite link in a tab that shows the page: the URL changes, and nothing is loaded. */
async function openInviteLink(page: Page, code: string): Promise<void> {
  await page.evaluate((inviteCode) => (location.hash = `join=${inviteCode}`), code);
  await page.getByRole('heading', { name: /invites you|You are invited/ }).waitFor();
}

/** Takes screenshots at two widths, and asserts that the page does not scroll sideways. */
async function takeScreenshots(t: Test, page: Page, name: string): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    t.equal(scrollWidth, clientWidth, `${name} fits ${size.width} px`);
    await page.screenshot({ path: join(screenshots, `${name}-${size.width}.png`), fullPage: true });
  }
}

const host = await visitor('Hanna');
const guest = await visitor('Gus');

await t.test('lists the session first after a reload by its owner, who enters it again', async (t) => {
  const { page, client } = host;
  await client.music.createSession({ trackIds, name: 'Older' });
  await openPaused(page, 'Harbour Lights');
  const code = await listenTogether(page);
  const later = ['Newer', 'Newest', 'Next to last', 'Last but one', 'Last of all'];
  for (const name of later) await client.music.createSession({ trackIds, name });
  await visit(page, 'Rooms');
  await page.reload();
  const rows = yours(page).getByRole('listitem');
  await rows.nth(5).waitFor();
  const names = rows.locator('strong');
  const newest = ['Harbour Lights', ...later.toReversed()];
  t.same(await names.allTextContents(), newest);
  t.equal(await rows.first().locator('.muted').textContent(), 'yours · you were here, no listeners now');
  await takeScreenshots(t, page, 'sessions');
  await yours(page).getByRole('button', { name: 'More' }).click();
  await yours(page).getByText('Older').waitFor();
  t.same(await names.allTextContents(), [...newest, 'Older']);
  t.equal(await yours(page).getByRole('button', { name: 'More' }).count(), 0);
  await page.getByRole('button', { name: 'Enter Harbour Lights' }).click();
  t.equal(await listenTogether(page), code);
  t.equal(await player(page).getByRole('button', { name: 'Play', exact: true }).isEnabled(), true);
});

await t.test(
  'shows what an invite link leads to, and removes its code from the URL after joining',
  async (t) => {
    const { page } = guest;
    const code = (await codeShown(host.page).textContent())!;
    await openInviteLink(page, code);
    await page.getByRole('heading', { name: 'Hanna invites you' }).waitFor();
    await page.getByText('1 person listens in Harbour Lights').waitFor();
    await page.getByRole('figure').getByText('Harbour Lights').waitFor();
    await joinRoom(page);
    await room(page).getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
    t.match(page.url(), new RegExp(`^${system.webUrl}/rooms/[\\w-]+$`));
  },
);

await t.test('disables the controls that a listener may not use, and says why', async (t) => {
  const { page } = guest;
  await player(host.page).getByRole('button', { name: 'Play', exact: true }).click();
  const pause = player(page).getByRole('button', { name: 'Pause', exact: true });
  await pause.waitFor();
  t.equal(await pause.isDisabled(), true);
  t.equal(await page.getByRole('slider', { name: 'Position' }).isDisabled(), true);
  await page.getByText('You may not control playback here.').waitFor();
  await takeScreenshots(t, page, 'listener');
  await takeScreenshots(t, host.page, 'owner');
});

await t.test('members write, react and delete, and see what others do at once', async (t) => {
  const [hanna, gus] = [host.page, guest.page];
  const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
  const write = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.keyboard.press('Enter');
  };
  await log(hanna).getByText('Nothing was written yet.').waitFor();
  await write(gus, 'This drop!');
  await log(hanna)
    .getByText(/Gus at 0:\d\d of Harbour Lights/)
    .waitFor();
  t.equal(await gus.getByLabel('Message', { exact: true }).inputValue(), '', 'ready for the next one');
  await gus.getByRole('list', { name: 'React' }).getByRole('button', { name: 'Heart' }).click();
  await hanna.getByRole('list', { name: 'React' }).getByText('1', { exact: true }).waitFor();
  await write(hanna, 'Wait for the next one');
  await log(gus).getByText('Wait for the next one').waitFor();
  const bin = (page: Page, of: string) =>
    log(page).getByRole('button', { name: `Delete the message of ${of}` });
  t.same([await bin(gus, 'Gus').count(), await bin(gus, 'Hanna').count()], [1, 0], 'an own message only');
  await takeScreenshots(t, gus, 'chat');
  await bin(hanna, 'Gus').click();
  await log(gus).getByText('This drop!').waitFor({ state: 'detached' });
  await gus.reload();
  await visit(gus, 'Rooms');
  await gus.getByRole('button', { name: 'Enter Harbour Lights' }).click();
  await listenTogether(gus);
  await log(gus).getByText('Wait for the next one').waitFor();
  t.same([host.errors, guest.errors], [[], []]);
});

await t.test(
  'lists the session and its listeners after a reload by a listener, who enters it again',
  async (t) => {
    const { page } = guest;
    await visit(page, 'Rooms');
    await page.reload();
    const row = yours(page).getByRole('listitem');
    await row.waitFor();
    t.equal(await row.locator('.muted').textContent(), 'you were here, 1 listening now');
    await player(page).getByRole('button', { name: 'Continue listening' }).waitFor();
    await row.getByRole('button').click();
    await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await listenTogether(page);
    await room(page).getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  },
);

await t.test('says that an invitation to another session leaves the room, before it does', async (t) => {
  const { page } = guest;
  const { inviteCode } = await host.client.music.createSession({
    trackIds,
    name: 'Elsewhere',
    playbackControl: 'everyone',
  });
  await openInviteLink(page, inviteCode);
  await page.getByText('Joining leaves Harbour Lights, where you are now.').waitFor();
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await takeScreenshots(t, page, 'invited');
  await joinRoom(page);
  await page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
  t.equal(
    await player(page).getByRole('button', { name: 'Play', exact: true }).isEnabled(),
    true,
    'every member may control this one',
  );
  t.equal(await page.getByRole('slider', { name: 'Position' }).isEnabled(), true);
});

await t.test('asks before it leaves others for another track', async (t) => {
  const { page } = guest;
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Enter Harbour Lights' }).click();
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await visit(page, 'Search');
  await page.getByRole('button', { name: 'Play Paper Rockets' }).click();
  const question = page.getByRole('dialog', { name: 'Leave the room?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  await player(page).locator('.now').getByText('Harbour Lights').waitFor();
  await player(page).getByText('2 listening').waitFor();
  t.same(guest.errors, []);
});

await t.test('lists a session that was left without special mention after a reload', async (t) => {
  const { page } = guest;
  await listenTogether(page);
  await page.getByRole('button', { name: 'Leave' }).click();
  await yours(page).getByRole('listitem').nth(1).waitFor();
  await page.reload();
  await yours(page).getByRole('listitem').nth(1).waitFor();
  const texts = await yours(page).locator('.muted').allTextContents();
  t.notOk(
    texts.some((text) => text.includes('you were here')),
    texts.join(),
  );
});

await t.test('says that a session has ended, and removes it from the list', async (t) => {
  const { page } = guest;
  const { items } = await host.client.music.listSessions();
  await host.client.music.endSession({ sessionId: items.find(({ name }) => name === 'Elsewhere')!.id });
  await page.getByRole('button', { name: 'Enter Elsewhere' }).click();
  await page.getByRole('alert').getByText('That room is over.').waitFor();
  await yours(page).getByText('Elsewhere').waitFor({ state: 'detached' });
  t.same(await yours(page).locator('strong').allTextContents(), ['Harbour Lights']);
  // Chromium itself logs the 404.
  t.match(guest.errors.splice(0), [/404/]);
});

await t.test('enables the controls when the owner allows every member to use them', async (t) => {
  const { page, errors } = await visitor('Pia');
  const { id, inviteCode } = await host.client.music.createSession({ trackIds, name: 'Mine' });
  const simulated = new SimulatedPlayer({ clock: performanceClock });
  const owner = await host.client.listen(id, { player: simulated, deviceId: 'desk' });
  t.teardown(() => owner.close());
  await openInviteLink(page, inviteCode);
  await joinRoom(page);
  const play = player(page).getByRole('button', { name: 'Play', exact: true });
  const item = page.getByRole('list', { name: 'Queue' }).getByRole('button').first();
  await page.getByText('You may not control playback here.').waitFor();
  t.same([await play.isDisabled(), await item.isDisabled()], [true, true]);
  await owner.settings.set({ preset: 'party' });
  await page.getByText('You may not control playback here.').waitFor({ state: 'detached' });
  t.same([await play.isEnabled(), await item.isEnabled()], [true, true]);
  t.same([host.errors, guest.errors, errors], [[], [], []], 'no errors in any console');
});

await t.test('ends the session for all members when its owner confirms it', async (t) => {
  const { page } = await visitor('Olga');
  await openPaused(page, 'Harbour Lights');
  await openInviteLink(guest.page, await listenTogether(page));
  await joinRoom(guest.page);
  t.equal(await guest.page.getByRole('button', { name: 'More for this room' }).count(), 0, 'not for a guest');
  const end = async (): Promise<void> => {
    await page.getByRole('button', { name: 'More for this room' }).click();
    await page.getByRole('menuitem', { name: 'End for all' }).click();
  };
  const question = page.getByRole('dialog', { name: 'End this room for all?' });
  await end();
  await question.getByRole('button', { name: 'Cancel' }).click();
  t.ok(await room(guest.page).isVisible(), 'not without an answer');
  await end();
  await question.getByRole('button', { name: 'End for all' }).click();
  await room(page).waitFor({ state: 'detached' });
  t.equal(await page.getByRole('alert').count(), 0, 'the owner sees no message');
  await guest.page
    .getByRole('alert')
    .getByText('You are no longer in this room: the session ended.')
    .waitFor();
  await room(guest.page).waitFor({ state: 'detached' });
  await visit(guest.page, 'Rooms');
  await guest.page.getByRole('textbox', { name: 'Invite code' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'No rooms yet' }).waitFor();
  t.equal(await yours(page).getByRole('listitem').count(), 0);
});

await t.test('fits a name of eighty letters without a space into the page', async (t) => {
  const [owner, wide] = [await visitor('Owen'), await visitor('W'.repeat(80))];
  await openPaused(owner.page, 'Harbour Lights');
  await openInviteLink(wide.page, await listenTogether(owner.page));
  await joinRoom(wide.page);
  await room(owner.page).getByRole('list', { name: 'Members' }).getByText('WWW').waitFor();
  await takeScreenshots(t, owner.page, 'wide-name-of-another');
  await takeScreenshots(t, wide.page, 'wide-name');
  await visit(wide.page, 'Account');
  await takeScreenshots(t, wide.page, 'wide-name-account');
  t.ok(await owner.page.getByRole('button', { name: 'More for this room' }).isVisible());
});

await t.test('keeps the heading of the library on one line at the width of a phone', async (t) => {
  await host.page.setViewportSize(PHONE);
  await visit(host.page, 'Search');
  const lines = await host.page.getByRole('heading', { name: 'Search' }).evaluate((heading) => {
    const range = document.createRange();
    range.selectNodeContents(heading);
    return range.getClientRects().length;
  });
  t.equal(lines, 1);
});
