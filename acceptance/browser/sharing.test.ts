// What people share in Chromium pages: a playlist by its link, a room that is open to everyone, and turns in its queue.
import { libraryOf } from '@downbeat/sdk/library';
import { poll } from '@downbeat/deploy/poll';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import {
  choose,
  createVisitors,
  listenTogether,
  openPlaylist,
  pause,
  player,
  room,
  visit,
  type Visitor,
} from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
const trackIds: string[] = [];
for (const file of ['harbour-lights.mp3', 'paper-rockets.mp3', 'slow-tide.opus'])
  trackIds.push((await upload(artist, file)).id);

const owner = await visitor('Hanna');
const friend = await visitor('Gus');

const tracks = (page: Page): Locator => page.getByRole('list', { name: 'Tracks' }).getByRole('listitem');

/** Makes a link in the dialog that is shown, and gives it. */
async function newLink({ page, client }: Visitor, playlistId: string, role: string): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Share Evening' });
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await dialog.getByRole('button', { name: 'Copy a new link' }).click();
  await dialog.getByRole('list', { name: 'Links' }).getByRole('listitem').first().waitFor();
  const { items } = await libraryOf(client).listPlaylistInvites({ playlistId });
  return `${system.webUrl}/playlists/join#list=${items[0]!.inviteCode}`;
}

await t.test('shares a playlist by a link, and each sees what the other adds', async (t) => {
  await openPlaylist(owner.page, owner.client, 'Evening', trackIds.slice(0, 2));
  await owner.page.getByRole('button', { name: 'Share', exact: true }).click();
  const { items: playlists } = await owner.client.music.listPlaylists();
  const link = await newLink(owner, playlists[0]!.id, 'Add');
  await owner.page.keyboard.press('Escape');

  await friend.page.goto(link);
  await friend.page.getByRole('button', { name: 'Join the playlist' }).click();
  await friend.page.getByText('Evening is among your playlists now.').waitFor();
  await friend.page.getByRole('heading', { name: 'Evening' }).waitFor();
  t.equal(await tracks(friend.page).count(), 2);
  await tracks(friend.page).first().getByRole('button', { name: 'More for Harbour Lights' }).click();
  await friend.page.getByRole('menu').waitFor();
  t.equal(await friend.page.getByRole('menuitem', { name: 'Remove from this playlist' }).count(), 0);
  await friend.page.keyboard.press('Escape');
  await visit(friend.page, 'Search');
  await choose(friend.page, 'Slow Tide', 'Add to playlist');
  await friend.page.getByRole('dialog').getByRole('button', { name: 'Evening' }).click();
  await friend.page.getByText('Slow Tide is in Evening now.').waitFor();

  await visit(owner.page, 'Playlists');
  await owner.page.getByRole('link', { name: 'Evening' }).click();
  await owner.page.getByText('added by Gus').waitFor();
  t.equal(await tracks(owner.page).count(), 3);
});

await t.test('lowers a role and takes a member out, who finds the playlist gone', async (t) => {
  await owner.page.getByRole('button', { name: 'Share', exact: true }).click();
  const list = owner.page.getByRole('dialog').getByRole('list', { name: 'Members' });
  await choose(owner.page, 'Gus', 'Let them listen');
  await list.getByText('listens').waitFor();
  await visit(friend.page, 'Playlists');
  await friend.page.getByRole('link', { name: 'Evening' }).click();
  await tracks(friend.page).first().waitFor();
  const own = friend.page.getByRole('button', { name: 'More for Slow Tide' });
  await own.click();
  await friend.page.getByRole('menu').waitFor();
  t.equal(await friend.page.getByRole('menuitem', { name: 'Remove from this playlist' }).count(), 0);
  await friend.page.keyboard.press('Escape');
  await choose(owner.page, 'Gus', 'Remove');
  await owner.page.getByText('Gus is no longer in the playlist.').waitFor();
  await owner.page.keyboard.press('Escape');
  await friend.page.reload();
  await friend.page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
  t.same(owner.errors, []);
});

await t.test('says in words that a link no longer leads to a playlist', async () => {
  await friend.page.goto(`${system.webUrl}/playlists/join#list=ABCD-EFGH-JKLM`);
  await friend.page.getByRole('button', { name: 'Join the playlist' }).click();
  await friend.page.getByRole('alert').waitFor();
});

await t.test('opens a room to everyone, who joins it from the list of rooms', async (t) => {
  const { page } = owner;
  await visit(page, 'Playlists');
  await page.getByRole('link', { name: 'Evening' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(page);
  await listenTogether(page);
  await choose(page, 'this room', 'Rules');
  const rules = page.getByRole('dialog', { name: 'Rules of this room' });
  await rules.getByRole('switch', { name: 'Open to everyone' }).click();
  await rules.getByRole('switch', { name: 'Open to everyone', checked: true }).waitFor();
  await rules.getByRole('radio', { name: /^Party/ }).check();
  await rules.getByRole('switch', { name: 'Take turns' }).click();
  await rules.getByRole('switch', { name: 'Take turns', checked: true }).waitFor();
  await page.keyboard.press('Escape');

  await visit(friend.page, 'Rooms');
  const open = friend.page.getByRole('region', { name: 'Open to everyone' });
  const listed = async (): Promise<void> => {
    if (await open.getByRole('button', { name: /^Join: / }).isVisible()) return;
    await visit(friend.page, 'Playlists');
    await visit(friend.page, 'Rooms');
    throw new Error('the room is not listed yet');
  };
  await poll(listed, { withinMs: 15_000, everyMs: 500, what: 'the room in the list' });
  await open.getByRole('button', { name: /^Join: / }).click();
  await room(friend.page).waitFor();
  await page.getByRole('list', { name: 'Members' }).getByText('Gus').waitFor();
  t.ok(await player(friend.page).isVisible());
});

await t.test('deals the queue by turns between those who add', async (t) => {
  const queue = (page: Page): Locator => page.getByRole('list', { name: 'Queue' });
  await visit(friend.page, 'Search');
  await choose(friend.page, 'Paper Rockets', 'Add to the room’s queue');
  await listenTogether(friend.page);
  await queue(friend.page).getByText('added by you').waitFor();
  // The owner has three: the first plays, then each has a turn.
  const byGus = await queue(owner.page).getByRole('listitem').nth(1).getByText('added by Gus').count();
  t.equal(byGus, 1, 'the second entry is that of the friend');
});
