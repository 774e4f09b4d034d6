// What members of a room do with its queue and its rules, in Chromium pages that listen together.
import { poll } from '@downbeat/deploy/poll';
import { SimulatedPlayer, performanceClock } from '@downbeat/sdk/listening';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { findings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import {
  choose,
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

/** Plays the first tracks as a playlist, pauses, and shows the room; gives its invite code. */
async function openRoom({ page, client }: Visitor, name: string, count = 3): Promise<string> {
  await openPlaylist(page, client, name, trackIds.slice(0, count));
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(page);
  return listenTogether(page);
}

const host = await visitor('Hanna');
const guest = await visitor('Gus');
const tom = await visitor('Tom');

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
  t.same(await guest.page.getByRole('menuitem').allTextContents(), [
    'Suggest to the room',
    'Add to playlist',
    'Go to the album',
    'Go to the artist',
    'Rate',
    'Download',
  ]);
  await guest.page.getByRole('menuitem', { name: 'Suggest to the room' }).click();
  await guest.page.getByText(`${BUS} is suggested to the room.`).waitFor();
  await listenTogether(guest.page);
});

await t.test('shows a suggestion to those who decide, who vote and accept it', async (t) => {
  const { page } = host;
  await listenTogether(page);
  const shown = (at: Page): Locator => at.getByRole('list', { name: 'Suggestions' }).getByRole('listitem');
  await shown(page).getByText('suggested by Gus').waitFor();
  await page.getByRole('button', { name: `Vote for ${BUS}: 0 votes` }).click();
  await guest.page.getByRole('button', { name: `Vote for ${BUS}: 1 vote`, exact: true }).waitFor();
  t.same(await findings(guest.page), []);
  await shown(page)
    .getByRole('button', { name: `More for ${BUS}` })
    .click();
  await page.getByRole('menuitem', { name: 'Play next in the room', exact: true }).click();
  await showsQueue(guest.page, [HARBOUR, BUS, HARBOUR, ROCKETS, TIDE, TIDE, BUS]);
  await shown(guest.page).first().waitFor({ state: 'detached' });
  await queue(page)
    .getByRole('button', { name: `More for ${BUS}` })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Remove from the queue' }).click();
  await showsQueue(guest.page, [HARBOUR, HARBOUR, ROCKETS, TIDE, TIDE, BUS]);
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
  // So that no track ends before the test on a slow machine.
  await pause(page);
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
  await page.context().close();
});

const members = (page: Page): Locator => page.getByRole('list', { name: 'Members' });
const rules = (page: Page): Locator => page.getByRole('dialog', { name: 'Rules of this room' });
const rule = (page: Page, name: string): Locator => rules(page).getByRole('switch', { name, exact: true });

/** Waits until a switch shows what the service says. */
async function setRule(page: Page, name: string, isOn: boolean): Promise<void> {
  await rule(page, name).click();
  await rules(page).getByRole('switch', { name, exact: true, checked: isOn }).waitFor();
}

async function answerQuestion(page: Page, title: string, yes: string): Promise<void> {
  const question = page.getByRole('dialog', { name: title });
  await question.getByRole('button', { name: yes, exact: true }).click();
  await question.waitFor({ state: 'detached' });
}

await t.test('gives a control when a rule allows it, and takes it away again', async (t) => {
  const { page } = host;
  t.equal(await guest.page.getByRole('button', { name: 'More for this room' }).count(), 0);
  await choose(page, 'this room', 'Rules');
  await rules(page)
    .getByRole('radio', { name: /^Radio/, checked: true })
    .waitFor();
  await rules(page)
    .getByRole('radio', { name: /^Party/ })
    .check();
  await rules(page).getByRole('switch', { name: 'Everyone adds tracks', checked: true }).waitFor();
  await guest.page.getByText('You may add tracks, and take out your own.').waitFor();
  await player(guest.page).getByRole('button', { name: 'Repeat: off' }).waitFor();
  await visit(guest.page, 'Search');
  await choose(guest.page, TIDE, 'Play next in the room');
  await queue(page).getByText('added by Gus').waitFor();
  await listenTogether(guest.page);
  await setRule(page, 'Everyone changes the order', true);
  await rules(page).getByText('The rules are your own mix.').waitFor();
  await grip(guest.page, HARBOUR).waitFor();

  await setRule(page, 'Everyone plays, pauses and skips', false);
  await guest.page.getByText('You may not control playback here.').waitFor();
  t.equal(
    await player(guest.page)
      .getByRole('button', { name: /Repeat/ })
      .count(),
    0,
  );
  t.equal(await player(guest.page).getByRole('button', { name: 'Next' }).isDisabled(), true);
  await setRule(page, 'Everyone changes the order', false);
  await grip(guest.page, HARBOUR).waitFor({ state: 'detached' });
  await setRule(page, 'DJs change the order', true);
  await page.keyboard.press('Escape');
  await choose(page, 'Gus', 'Make DJ');
  await page.getByText('Gus is a DJ now.').waitFor();
  await grip(guest.page, HARBOUR).waitFor();
  await members(guest.page).getByText('DJ, you').waitFor();
  t.same([host.errors, guest.errors], [[], []]);
});

await t.test('skips what plays when enough of those here vote for it', async (t) => {
  const { page } = host;
  const title = (on: Page): Locator => on.getByRole('region', { name: 'Listening session' }).locator('.lead');
  const skip = (name: string, pressed: boolean): Locator =>
    guest.page.getByRole('button', { name, exact: true, pressed });
  // What plays does not end by itself then.
  for (const mode of ['off', 'all'])
    await player(page)
      .getByRole('button', { name: `Repeat: ${mode}` })
      .click();
  await player(page).getByRole('button', { name: 'Repeat: one' }).waitFor();
  await choose(page, 'this room', 'Rules');
  await setRule(page, 'Everyone votes to skip', false);
  await rules(page).getByRole('radio', { name: 'All', exact: true }).check();
  await player(page).getByRole('button', { name: 'Play', exact: true }).dispatchEvent('click');
  await setRule(page, 'DJs vote to skip', true);
  await page.keyboard.press('Escape');
  const before = await title(page).textContent();
  await skip('Skip?', false).focus();
  await guest.page.keyboard.press('Enter');
  await skip('Skip? 1 of 2', true).waitFor();
  await page.getByText('To skip this: 1 of 2 votes').waitFor();
  await guest.page.setViewportSize({ width: 320, height: 640 });
  t.ok(await skip('Skip? 1 of 2', true).isVisible());
  t.ok(
    await guest.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    'nothing is wider than a small phone',
  );
  t.same(await findings(guest.page), []);
  await skip('Skip? 1 of 2', true).click();
  await skip('Skip?', false).click();
  await skip('Skip? 1 of 2', true).waitFor();
  // Fewer are needed now, so the vote decides.
  await choose(page, 'this room', 'Rules');
  await rules(page).getByRole('radio', { name: 'Half', exact: true }).check();
  await page.keyboard.press('Escape');
  for (const on of [page, guest.page])
    await title(on).getByText(before!, { exact: true }).waitFor({ state: 'detached' });
  t.equal(await guest.page.getByRole('button', { name: /of 2$/ }).count(), 0);
  t.equal(await page.getByText('To skip this').count(), 0);
  await guest.page.setViewportSize({ width: 1280, height: 720 });
  await pause(page);
  t.same([host.errors, guest.errors], [[], []]);
});

/** Asks to join by a code. */
async function knock({ page }: Visitor, code: string): Promise<void> {
  await visit(page, 'Rooms');
  await page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

await t.test('lets people in one by one, and says to the others that they are not', async (t) => {
  const { page } = host;
  const ida = await visitor('Ida');
  await choose(page, 'this room', 'Rules');
  await setRule(page, 'Ask before someone joins', true);
  await page.keyboard.press('Escape');
  const code = (await page.getByRole('status', { name: 'Invite code' }).textContent())!;
  await knock(tom, code);
  await tom.page.getByText('Hanna has been asked whether you may join Three.').waitFor();
  await visit(page, 'Search');
  await page.getByRole('status', { name: 'Requests to join' }).getByText('Tom asks to join.').waitFor();
  await page.getByRole('link', { name: 'Answer' }).click();
  await page.getByRole('button', { name: 'Accept Tom' }).click();
  await page.getByText('Tom may come in.').waitFor();
  await tom.page.getByText('You may come in.').waitFor();
  await join(tom.page);
  await members(page).getByText('Tom').waitFor();

  await knock(ida, code);
  await page.getByRole('button', { name: 'Refuse Ida' }).click();
  await ida.page.getByRole('heading', { name: 'You were not let in' }).waitFor();
  await ida.page.getByText('Your request was refused.').waitFor();
  t.equal(await page.getByRole('list', { name: 'Requests to join' }).count(), 0);
  await choose(page, 'this room', 'Rules');
  await setRule(page, 'Lock the room', true);
  await rules(page).getByRole('button', { name: 'New invite code' }).click();
  await answerQuestion(page, 'Make a new invite code?', 'Make it');
  await page.getByText('There is a new invite code.').waitFor();
  await setRule(page, 'Lock the room', false);
  await page.keyboard.press('Escape');
  const later = await page.getByRole('status', { name: 'Invite code' }).textContent();
  t.not(later, code);
  await ida.page.getByRole('button', { name: 'Try again' }).click();
  await ida.page.getByText('This code does not lead anywhere any more.').waitFor();
  await ida.page.context().close();
  await tom.page.getByRole('button', { name: 'Leave' }).click();
  t.same(
    tom.errors.filter((text) => !text.includes('409')),
    [],
    'Chromium itself logs the pending joins',
  );
});

await t.test('removes and bans members, who are told in words, and hands the room over', async (t) => {
  const { page } = host;
  const code = (await page.getByRole('status', { name: 'Invite code' }).textContent())!;
  await choose(page, 'Gus', 'Remove');
  await answerQuestion(page, 'Remove Gus?', 'Remove');
  await members(page).getByText('Gus').waitFor({ state: 'detached' });
  await alert(guest.page, 'You were removed from this room.');
  await guest.page.getByRole('heading', { name: 'You are out of the room' }).waitFor();
  t.equal(await guest.page.getByRole('button', { name: 'Enter and listen' }).count(), 0);
  await knock(guest, code);
  await guest.page.getByRole('heading', { name: 'This invitation is no longer for you' }).waitFor();

  await tom.page.getByRole('button', { name: 'Enter Three' }).click();
  await choose(page, 'Tom', 'Ban');
  await answerQuestion(page, 'Ban Tom?', 'Ban');
  await alert(tom.page, 'You were banned from this room.');
  await knock(tom, code);
  await tom.page.getByRole('heading', { name: 'This room is closed to you' }).waitFor();
  await choose(page, 'this room', 'Rules');
  await rules(page).getByRole('button', { name: 'Lift the ban of Tom' }).click();
  await page.getByText('Tom may join again with an invitation.').waitFor();
  await page.keyboard.press('Escape');
  await tom.page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Accept Tom' }).click();
  await join(tom.page);

  await choose(page, 'Tom', 'Make owner');
  await answerQuestion(page, 'Make Tom the owner?', 'Hand over');
  await members(page).getByText('co-host, you').waitFor();
  await choose(tom.page, 'this room', 'Rules');
  await setRule(tom.page, 'Lock the room', true);
  await page.getByText('This room is locked: no one new comes in.').waitFor();
  t.equal(await page.getByRole('status', { name: 'Invite code' }).count(), 0);
  // The room refuses a banned user, and answers 404 to who is not a member.
  t.same([host.errors, tom.errors.filter((text) => !/40[349]/.test(text))], [[], []]);
});
