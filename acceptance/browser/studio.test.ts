// What an artist does in the studio with many files at once, in Chromium.
import { join } from 'node:path';
import t from 'tap';
import { password, uniqueEmail, createClient } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser, openPage } from './browser.ts';
import { signIn } from './stage.ts';
import { recordErrors } from './visitor.ts';

const demo = (name: string): string => join(import.meta.dirname, '../../deploy/demo/tracks', name);

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const client = createClient(system);
const email = uniqueEmail('ada');
await client.auth.register({ email, password, displayName: 'Ada', role: 'artist' });
const { page } = await openPage(browser, 'about:blank');
const errors = recordErrors(page);
await signIn(page, system.webUrl, email);
await page.goto(`${system.webUrl}/studio`);
const album = page.getByRole('dialog', { name: 'Upload an album' });
const rows = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');

await t.test('uploads an album in the order of the form', async (t) => {
  await page.getByRole('button', { name: 'Upload an album' }).click();
  await album.getByRole('button', { name: 'Upload', exact: true }).click();
  t.equal(
    await album.getByLabel('Album', { exact: true }).evaluate((field) => field.matches(':invalid')),
    true,
  );
  await album.getByLabel('Album', { exact: true }).fill('Tides');
  await album.getByRole('button', { name: 'Upload', exact: true }).click();
  await album.getByText('Choose the files of the album first.').waitFor();
  await album.getByLabel('Artist of the album').fill('Low Water');
  await album
    .getByLabel('Files of the album')
    .setInputFiles(['slow-tide.opus', 'harbour-lights.mp3', 'paper-rockets.mp3'].map(demo));
  const order = album.getByRole('list', { name: 'Order of the tracks' }).getByRole('listitem');
  t.match(await order.allTextContents(), [/1\. harbour-lights/, /2\. paper-rockets/, /3\. slow-tide/]);
  await order
    .nth(2)
    .getByRole('button', { name: /^Move slow-tide/ })
    .press('ArrowUp');
  await order.nth(1).getByText('2. slow-tide.opus').waitFor();
  await album.getByRole('button', { name: 'Upload 3 tracks' }).click();
  await album.waitFor({ state: 'detached' });
  await rows.getByText('In the library').nth(2).waitFor();
  const { items } = await client.music.listTracks({ sort: 'title' });
  t.match(
    items.map(({ title, album: of, albumArtist, trackNumber }) => [title, of, albumArtist, trackNumber]),
    [
      ['Harbour Lights', 'Tides', 'Low Water', 1],
      ['Paper Rockets', 'Tides', 'Low Water', 3],
      ['Slow Tide', 'Tides', 'Low Water', 2],
    ],
  );
});

await t.test('stays on the page when a file falls beside the area', async (t) => {
  const opensFile = (selector: string): Promise<boolean> =>
    page.locator(selector).evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'x.mp3'));
      return ['dragover', 'drop'].some((type) =>
        element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })),
      );
    });
  t.equal(await opensFile('h1'), false);
  t.equal(await opensFile('.navigation'), false);
});

await t.test('asks about a file that was uploaded before', async (t) => {
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await page.getByLabel('Music files').setInputFiles([demo('slow-tide.opus'), demo('harbour-lights.mp3')]);
  await page.getByText('You have uploaded this file before, as Slow Tide.').waitFor();
  await page.getByText('You have uploaded this file before, as Harbour Lights.').waitFor();
  await page.getByRole('button', { name: 'Skip slow-tide.opus' }).click();
  await page.getByRole('button', { name: 'Keep both of harbour-lights.mp3' }).click();
  await rows.getByText('In the library').waitFor();
  t.equal(await rows.count(), 1);
  const { items } = await client.music.listTracks({ sort: 'title' });
  t.same(
    items.map(({ title }) => title),
    ['Harbour Lights', 'Harbour Lights', 'Paper Rockets', 'Slow Tide'],
  );
  t.same(errors, []);
});

await t.test('writes lyrics, which are followed while the track plays and lead to their place', async (t) => {
  const row = page.getByRole('button', { name: 'More for Slow Tide' });
  await row.click();
  await page.getByRole('menuitem', { name: 'Lyrics' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lyrics of Slow Tide' });
  const text = '[00:00.00]First line\n[00:12.00]Second line\n[00:25.00]Third line';
  await dialog.getByLabel('Text').pressSequentially('?');
  t.equal(await dialog.getByLabel('Text').inputValue(), '?', 'what is typed is no key of the page');
  await dialog.getByLabel('Text').fill(text);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.click();
  await page.getByRole('menuitem', { name: 'Lyrics' }).click();
  t.equal(await dialog.getByLabel('Text').inputValue(), text);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Play Slow Tide' }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).first().waitFor();
  await page.keyboard.press('f');
  const lyrics = page.getByRole('region', { name: 'Lyrics' });
  await lyrics.locator('[aria-current=true]').getByText('First line').waitFor();
  await lyrics.getByRole('button', { name: 'Second line' }).click();
  await lyrics.locator('[aria-current=true]').getByText('Second line').waitFor();
  t.equal(await lyrics.locator('[aria-current=true]').count(), 1);
  t.same(errors, []);
});
