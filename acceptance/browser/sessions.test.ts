// Ways into a session and back, as people go them in Chromium: a reload, a pasted link; and what a listener may do there.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { visitorsOf } from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const artist = await signedInClient(system, 'Ada', 'artist');
const tracks = [await upload(artist, 'harbour-lights.mp3'), await upload(artist, 'paper-rockets.mp3')];
const trackIds = tracks.map(({ id }) => id);
const screenshots = process.env.SCREENSHOTS ?? join(system.dataDir!, 'screenshots');
mkdirSync(screenshots, { recursive: true });

const PHONE = { width: 375, height: 720 };
const DESK = { width: 1280, height: 800 };

const visitor = visitorsOf(system, browser);

const yours = (page: Page) => page.getByRole('region', { name: 'Your sessions' });
const room = (page: Page) => page.getByRole('region', { name: 'Listening session' });
const codeShown = (page: Page) => page.getByRole('status', { name: 'Invite code' });
const codeField = (page: Page) => page.getByRole('textbox', { name: 'Invite code' });

/** As a link that is pasted where the page is open: the address changes, nothing is loaded. */
async function paste(page: Page, code: string): Promise<void> {
  await page.goto(`${system.webUrl}/#join=${code}`);
}

/** Takes its picture on a phone and on a desk; nothing may have to be scrolled sideways. */
async function shoot(t: Test, page: Page, name: string): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    t.equal(scrollWidth, clientWidth, `${name} fits ${size.width} px`);
    await page.screenshot({ path: join(screenshots, `${name}-${size.width}.png`), fullPage: true });
  }
}

const host = await visitor('Hanna');
const guest = await visitor('Gus');

await t.test('an owner who reloads finds the session first, and goes back in', async (t) => {
  const { page, client } = host;
  await client.music.createSession({ trackIds, name: 'Older' });
  await page.getByRole('button', { name: 'Listen together to Harbour Lights' }).click();
  const code = await codeShown(page).textContent();
  for (const name of ['Newer', 'Newest', 'Last of all']) await client.music.createSession({ trackIds, name });
  await page.reload();
  const rows = yours(page).getByRole('listitem');
  await rows.nth(3).waitFor();
  const names = rows.locator('strong');
  t.same(await names.allTextContents(), ['Harbour Lights', 'Last of all', 'Newest', 'Newer']);
  t.equal(await rows.first().locator('.muted').textContent(), 'yours · you were here, nobody is now');
  await shoot(t, page, 'sessions');
  await yours(page).getByRole('button', { name: 'More' }).click();
  await yours(page).getByText('Older').waitFor();
  t.same(await names.allTextContents(), ['Harbour Lights', 'Last of all', 'Newest', 'Newer', 'Older']);
  t.equal(await yours(page).getByRole('button', { name: 'More' }).count(), 0);
  await page.getByRole('button', { name: 'Enter Harbour Lights' }).click();
  await room(page).waitFor();
  t.equal(await codeShown(page).textContent(), code);
  t.equal(await page.getByRole('button', { name: 'Play' }).isEnabled(), true);
});

await t.test('a link pasted into the open page fills in its code, and is spent by joining', async (t) => {
  const { page } = guest;
  const code = (await codeShown(host.page).textContent())!;
  await codeField(page).fill('TYPED');
  await paste(page, code);
  await page.getByText('You are invited.').waitFor();
  t.equal(await codeField(page).inputValue(), code);
  await page.getByRole('button', { name: 'Join' }).click();
  await room(page).getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  t.equal(page.url(), `${system.webUrl}/`);
});

await t.test('a listener sees controls that are no use to them disabled, and why', async (t) => {
  const { page } = guest;
  await host.page.getByRole('button', { name: 'Play' }).click();
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  t.equal(await pause.isDisabled(), true);
  t.equal(await page.getByRole('slider', { name: 'Position' }).isDisabled(), true);
  await page.getByText('Only the owner may play, pause and seek here.').waitFor();
  await shoot(t, page, 'listener');
  await shoot(t, host.page, 'owner');
});

await t.test('a listener who reloads finds the session and who is there, and goes back in', async (t) => {
  const { page } = guest;
  await page.reload();
  const row = yours(page).getByRole('listitem');
  await row.waitFor();
  t.equal(await row.locator('.muted').textContent(), 'you were here, 1 listening now');
  await row.getByRole('button').click();
  await room(page).getByRole('list', { name: 'Members' }).getByText('Hanna').waitFor();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
});

await t.test('an invitation elsewhere while listening is offered above the room', async (t) => {
  const { page } = guest;
  const { inviteCode } = await host.client.music.createSession({
    trackIds,
    name: 'Elsewhere',
    playbackControl: 'everyone',
  });
  await paste(page, (await codeShown(page).textContent())!);
  await paste(page, inviteCode);
  await page.getByText('Joining leaves the session below.').waitFor();
  t.equal(await codeField(page).inputValue(), inviteCode);
  await shoot(t, page, 'invited');
  await page.getByRole('button', { name: 'Join' }).click();
  await room(page).getByRole('heading', { name: 'Elsewhere' }).waitFor();
  t.equal(await codeField(page).count(), 0);
  t.equal(await page.getByRole('button', { name: 'Play', exact: true }).isEnabled(), true, 'here all may');
  t.equal(await page.getByRole('slider', { name: 'Position' }).isEnabled(), true);
});

await t.test('whoever leaves has left: a reload brings it back in its turn only', async (t) => {
  const { page } = guest;
  await page.getByRole('button', { name: 'Leave' }).click();
  await yours(page).getByRole('listitem').nth(1).waitFor();
  await page.reload();
  await yours(page).getByRole('listitem').nth(1).waitFor();
  const texts = await yours(page).locator('.muted').allTextContents();
  t.ok(
    texts.every((text) => text.startsWith('opened ')),
    texts.join(),
  );
});

await t.test('a session that has ended meanwhile says so, and goes from the list', async (t) => {
  const { page } = guest;
  const { items } = await host.client.music.listSessions();
  await host.client.music.endSession({ sessionId: items.find(({ name }) => name === 'Elsewhere')!.id });
  await page.getByRole('button', { name: 'Enter Elsewhere' }).click();
  await page.getByRole('alert').getByText('That session is over.').waitFor();
  t.same(await yours(page).locator('strong').allTextContents(), ['Harbour Lights']);
  // Chromium's own word of the 404, which the page cannot keep it from.
  t.match(guest.complaints.splice(0), [/404/]);
});

await t.test('who may move the music may change while one listens', async (t) => {
  let allow = (): void => {};
  const { page, complaints } = await visitor('Pia', async (page) => {
    await page.routeWebSocket(/\/socket\?/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const text = message.toString();
        if (text.includes('"playbackControl":"owner"'))
          allow = () =>
            socket.send(text.replace('"playbackControl":"owner"', '"playbackControl":"everyone"'));
        socket.send(message);
      });
    });
  });
  const { inviteCode } = await host.client.music.createSession({ trackIds, name: 'Mine' });
  await paste(page, inviteCode);
  await page.getByRole('button', { name: 'Join' }).click();
  const play = page.getByRole('button', { name: 'Play', exact: true });
  const item = page.getByRole('list', { name: 'Queue' }).getByRole('button').first();
  await page.getByText('Only the owner may play').waitFor();
  t.same([await play.isDisabled(), await item.isDisabled()], [true, true]);
  allow();
  await page.getByText('Only the owner may play').waitFor({ state: 'detached' });
  t.same([await play.isEnabled(), await item.isEnabled()], [true, true]);
  t.same([host.complaints, guest.complaints, complaints], [[], [], []], 'no errors in any console');
});

await t.test('the owner ends the session for all, and it is gone from the list', async (t) => {
  const { page } = await visitor('Olga');
  await page.getByRole('button', { name: 'Listen together to Harbour Lights' }).click();
  await paste(guest.page, (await codeShown(page).textContent())!);
  await guest.page.getByRole('button', { name: 'Join' }).click();
  await room(guest.page).waitFor();
  t.equal(await guest.page.getByRole('button', { name: 'End for all' }).count(), 0, 'not for a guest');
  page.once('dialog', (question) => void question.dismiss());
  await page.getByRole('button', { name: 'End for all' }).click();
  t.ok(await room(guest.page).isVisible(), 'not without an answer');
  page.once('dialog', (question) => void question.accept());
  await page.getByRole('button', { name: 'End for all' }).click();
  await room(page).waitFor({ state: 'detached' });
  t.equal(await page.getByRole('alert').count(), 0, 'who ended it need not be told');
  await guest.page
    .getByRole('alert')
    .getByText('You are no longer in this session: the session ended.')
    .waitFor();
  await room(guest.page).waitFor({ state: 'detached' });
  await guest.page.getByRole('textbox', { name: 'Invite code' }).waitFor();
  await page.reload();
  await page.getByText('Harbour Lights').first().waitFor();
  t.equal(await yours(page).getByRole('listitem').count(), 0);
});

await t.test(
  'a name of eighty letters without a space stays within the page of its owner and of others',
  async (t) => {
    const [owner, wide] = [await visitor('Owen'), await visitor('W'.repeat(80))];
    await owner.page.getByRole('button', { name: 'Listen together to Harbour Lights' }).click();
    await paste(wide.page, (await codeShown(owner.page).textContent())!);
    await wide.page.getByRole('button', { name: 'Join' }).click();
    await room(owner.page).getByRole('list', { name: 'Members' }).getByText('WWW').waitFor();
    await shoot(t, owner.page, 'wide-name-of-another');
    await shoot(t, wide.page, 'wide-name');
    t.ok(await owner.page.getByRole('button', { name: 'End for all' }).isVisible());
  },
);

await t.test('the heading of the library stays one word at the width of a phone', async (t) => {
  await host.page.setViewportSize(PHONE);
  const lines = await host.page.getByRole('heading', { name: 'Library' }).evaluate((heading) => {
    const range = document.createRange();
    range.selectNodeContents(heading);
    return range.getClientRects().length;
  });
  t.equal(lines, 1);
});
