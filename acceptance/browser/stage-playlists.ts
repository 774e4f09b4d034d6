// The screens of playlists, of the queue, and of what plays.
import { heading, place, type ScreenToSee } from './stage-navigation.ts';

export const playlistScreens: readonly ScreenToSee[] = [
  { name: 'playlists', open: (page) => place(page, 'Playlists') },
  {
    name: 'public-playlists',
    open: async (page) => {
      await page.getByRole('link', { name: 'Public playlists' }).click();
      await page.getByRole('link', { name: 'Slow mornings' }).first().waitFor();
      await page.getByRole('searchbox', { name: 'Search the public playlists' }).fill('slow morn');
      await page.waitForURL(/\/playlists\/public\?q=slow%20morn$/);
      await page.getByRole('status').filter({ hasText: '1 playlist found' }).waitFor({ state: 'attached' });
    },
  },
  {
    name: 'public-playlist',
    open: async (page) => {
      await page.getByRole('link', { name: 'Slow mornings' }).first().click();
      await page.getByRole('button', { name: 'Follow', exact: true }).click();
      // And no longer, so that the next scheme finds it as this one did.
      await page.getByRole('button', { name: 'Follow no longer' }).click();
      await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    },
  },
  {
    name: 'playlist',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Evening by the water' }).click();
      await page.getByRole('button', { name: 'Play Slow Tide' }).waitFor();
    },
  },
  {
    name: 'playlist-export',
    open: async (page) => {
      await page.getByRole('button', { name: 'More for Evening by the water' }).click();
      await page.getByRole('menuitem', { name: 'Export' }).click();
      await page.getByRole('dialog', { name: 'Export Evening by the water' }).waitFor();
    },
  },
  {
    name: 'playlist-details',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More for Evening by the water' }).click();
      await page.getByRole('menuitem', { name: 'Edit details' }).click();
      await page.getByRole('dialog').getByLabel('Description').waitFor();
    },
  },
  {
    name: 'playlist-share',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Share Evening by the water' });
      await dialog.getByRole('list', { name: 'Members' }).getByText('Nadia Ferro').waitFor();
      await dialog.getByRole('list', { name: 'Links' }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'playlist-shared-with-me',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Rain and brakes' }).click();
      await page.getByText('added by Nadia Ferro').first().waitFor();
    },
  },
  {
    name: 'playlist-join',
    open: async (page, { playlistCode }) => {
      await page.evaluate(
        (code) => history.pushState(null, '', `/playlists/join#list=${code}`),
        playlistCode,
      );
      await heading(page, 'You are invited to a playlist');
    },
  },
  {
    name: 'queue',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Evening by the water' }).click();
      await page.getByRole('button', { name: 'Play Slow Tide' }).click();
      await page.getByRole('button', { name: 'Pause', exact: true }).first().waitFor();
      await page.keyboard.press('q');
      await heading(page, 'Queue');
    },
  },
  {
    name: 'playing',
    open: async (page) => {
      await page.keyboard.press('f');
      await heading(page, 'Slow Tide');
      await page.getByRole('region', { name: 'Lyrics' }).waitFor();
    },
  },
];
