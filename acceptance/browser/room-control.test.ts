// What members of a room do with its queue and its rules, in Chromium pages that listen together.
import { poll } from '@downbeat/deploy/poll';
import { SimulatedPlayer, performanceClock } from '@downbeat/sdk/listening';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import {
  createVisitors,
  join,
  listenTogether,
  openInvitation,
  openPlaylist,
  pause,
  player,
  visit,
  type Visitor,
} from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
const files = ['harbour-lights.mp3', 'paper-rockets.mp3', 'slow-tide.opus', 'night-bus-47.ogg'];
const trackIds: string[] = [];
for (const file of files) trackIds.push((await upload(artist, file)).id);
const [HARBOUR, ROCKETS, TIDE, BUS] = [
  'Harbour Lights',
  'Paper Rockets',
  'Slow Tide',
  'Night Bus 47',
] as const;

const queue = (page: Page): Locator => page.getByRole('list', { name: 'Queue' });
const grip = (page: Page, title: string): Locator =>
  queue(page).getByRole('button', { name: new RegExp(`^Move ${title}`) });
const alert = (page: Page, text: string): Promise<void> => page.getByRole('alert').getByText(text).waitFor();

/** Waits until the page shows these tracks in this order. */
async function showsQueue(page: Page, titles: readonly string[]): Promise<void> {
  const check = async (): Promise<void> => {
    const shown = await queue(page).locator('.row strong').allTextContents();
    if (shown.join() !== titles.join()) throw new Error(`the queue is ${shown.join()}`);
  };
  await poll(check, { withinMs: 15_000, everyMs: 50, what: `the queue ${titles.join()}` });
}

/** Chooses an entry of a menu. */
async function choose(page: Page, of: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${of}` }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Plays the first tracks as a playlist, pauses, and shows the room; gives its invite code. */
async function openRoom({ page, client }: Visitor, name: string, count = 3): Promise<string> {
  await openPlaylist(page, client, name, trackIds.slice(0, count));
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(page);
  return listenTogether(page);
}

const host = await visitor('Hanna');
const guest = await visitor('Gus');

await t.test('shows a listener each edit of the queue that the owner makes', async (t) => {
  const { page } = host;
  await openInvitation(guest.page, await openRoom(host, 'Three'));
  await join(guest.page);
  await guest.page.getByText('The tracks are up to the owner and co-hosts.').waitFor();
  t.equal(await guest.page.getByRole('button', { name: /^Move / }).count(), 0);
  await showsQueue(guest.page, [HARBOUR, ROCKETS, TIDE]);

  await grip(page, HARBOUR).press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.getByText(`${HARBOUR} is number 3 of 3 now.`).waitFor();
  await showsQueue(guest.page, [ROCKETS, TIDE, HARBOUR]);
  t.match(await page.evaluate(() => document.activeElement?.ariaLabel), /^Move Harbour Lights: number 3/);
  await page.keyboard.press('ArrowUp');
  await showsQueue(guest.page, [ROCKETS, HARBOUR, TIDE]);
  t.match(await page.evaluate(() => document.activeElement?.ariaLabel), /^Move Harbour Lights: number 2/);

  const from = (await grip(page, TIDE).boundingBox())!;
  const to = (await grip(page, ROCKETS).boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, from.y - 20, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + 5, { steps: 3 });
  await page.mouse.up();
  await showsQueue(guest.page, [TIDE, ROCKETS, HARBOUR]);

  await choose(page, TIDE, 'Play next');
  await showsQueue(guest.page, [ROCKETS, HARBOUR, TIDE]);
  await choose(page, ROCKETS, 'Remove from the queue');
  await showsQueue(guest.page, [HARBOUR, TIDE]);
  await showsQueue(page, [HARBOUR, TIDE]);
});

await t.test('adds to the room from the library, and says who has added what', async (t) => {
  const { page } = host;
  await visit(page, 'Search');
  await choose(page, BUS, 'Add to the room’s queue');
  await page.getByText(`${BUS} is in the room’s queue now.`).waitFor();
  await visit(page, 'Playlists');
  await choose(page, 'Three', 'Play next in the room');
  await page.getByText('Three plays next.').waitFor();
  await showsQueue(guest.page, [HARBOUR, HARBOUR, ROCKETS, TIDE, TIDE, BUS]);
  await queue(guest.page).getByText('added by Hanna').nth(5).waitFor();
  await visit(guest.page, 'Search');
  await guest.page.getByRole('button', { name: `More for ${BUS}` }).click();
  t.same(await guest.page.getByRole('menuitem').allTextContents(), ['Add to playlist']);
  await guest.page.keyboard.press('Escape');
  await listenTogether(guest.page);
});

await t.test('repeats, mixes, clears and saves what all in the room hear', async (t) => {
  const { page } = host;
  await listenTogether(page);
  await queue(page)
    .getByRole('button', { name: `Play ${BUS}` })
    .click();
  const now = player(guest.page).locator('.now');
  await now.getByText(BUS).waitFor();
  const next = player(page).getByRole('button', { name: 'Next' });
  t.equal(await next.isDisabled(), true, 'it is the last one');
  await player(page).getByRole('button', { name: 'Repeat: off' }).click();
  await player(page).getByRole('button', { name: 'Repeat: all' }).waitFor();
  await next.click();
  await now.getByText(HARBOUR).waitFor();
  await player(page).getByRole('button', { name: 'Repeat: all' }).click();
  await player(page).getByRole('button', { name: 'Repeat: one' }).click();
  await player(page).getByRole('button', { name: 'Repeat: off' }).waitFor();
  t.equal(
    await player(guest.page)
      .getByRole('button', { name: /Repeat|Shuffle/ })
      .count(),
    0,
  );

  await player(page).getByRole('button', { name: 'Shuffle what follows' }).click();
  await page.getByText('What follows is mixed, for all in the room.').waitFor();
  const order = await queue(page).locator('.row strong').allTextContents();
  t.same(order.toSorted(), [HARBOUR, HARBOUR, ROCKETS, TIDE, TIDE, BUS].toSorted());
  await showsQueue(guest.page, order);

  await choose(guest.page, 'the queue', 'Save as a playlist');
  await guest.page.getByRole('dialog').getByLabel('Name').fill('Heard with Hanna');
  await guest.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await guest.page.getByText('Heard with Hanna is among your playlists now.').waitFor();
  t.match((await guest.client.music.listPlaylists()).items, [{ name: 'Heard with Hanna', itemCount: 6 }]);

  await choose(page, 'the queue', 'Clear');
  await page.getByRole('dialog', { name: 'Clear the queue?' }).getByRole('button', { name: 'Clear' }).click();
  await showsQueue(guest.page, [HARBOUR]);
  t.same([host.errors, guest.errors], [[], []], 'no errors in any console');
});

await t.test('rebases an edit that still fits, and says in words when one does not', async (t) => {
  let held: (() => void)[] | null = null;
  const late = await visitor('Lea', async (page) => {
    await page.routeWebSocket(/\/socket\?/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        const send = (): void => socket.send(message);
        if (held !== null && message.toString().includes('"queueChanged"')) held.push(send);
        else send();
      });
    });
  });
  const { page, client } = late;
  await openRoom(late, 'Late');
  const { items } = await client.music.listSessions();
  const player = new SimulatedPlayer({ clock: performanceClock });
  const other = await client.listen(items[0]!.id, { player, deviceId: 'desk' });
  t.teardown(() => other.close());
  held = [];
  await other.queue.add([trackIds[3]!]);
  await choose(page, 'the queue', 'Clear');
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await alert(page, 'Others have changed the queue at the same moment.');
  await choose(page, TIDE, 'Remove from the queue');
  const removed = async (): Promise<void> => {
    if (other.queue.items.length !== 3) throw new Error(`${other.queue.items.length} items`);
  };
  await poll(removed, { withinMs: 15_000, everyMs: 50, what: 'the edit of the page' });
  for (const send of held) send();
  held = null;
  await showsQueue(page, [HARBOUR, ROCKETS, BUS]);
  t.equal(await page.getByRole('alert').count(), 0);
});
