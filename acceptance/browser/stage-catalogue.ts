// The screens of home, search, albums, artists, genres, likes, ratings and history.
import { heading, place, type ScreenToSee } from './stage-navigation.ts';

export const catalogueScreens: readonly ScreenToSee[] = [
  { name: 'home', open: (page) => page.getByRole('button', { name: 'Play Ostinato' }).first().waitFor() },
  {
    name: 'search',
    open: async (page) => {
      await place(page, 'Search');
      await page.getByRole('button', { name: 'Play Ostinato' }).first().waitFor();
    },
  },
  {
    name: 'menu',
    open: async (page) => {
      await place(page, 'Search');
      await page.getByRole('button', { name: 'More for Ostinato' }).first().click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'add-to-playlist',
    open: async (page) => {
      await page.getByRole('menuitem', { name: 'Add to playlist' }).click();
      await page.getByRole('dialog').getByText('Evening by the water').waitFor();
    },
  },
  {
    name: 'nothing-found',
    open: async (page) => {
      await page.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('combobox', { name: 'Search the library' }).fill('zzz');
      await heading(page, /Nothing found/);
    },
  },
  {
    name: 'suggestions',
    open: async (page) => {
      await page.getByRole('combobox', { name: 'Search the library' }).fill('ost');
      await page
        .getByRole('option', { name: /Ostinato/ })
        .first()
        .waitFor();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { selected: true }).waitFor();
    },
  },
  {
    name: 'found',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await heading(page, 'Tracks');
    },
  },
  {
    name: 'albums',
    open: async (page) => {
      await place(page, 'Search');
      await page.getByRole('combobox', { name: 'Search the library' }).fill('');
      await page.getByRole('navigation', { name: 'Catalogue' }).getByRole('link', { name: 'Albums' }).click();
      await page.getByRole('combobox', { name: 'Order of the albums' }).waitFor();
      await page.getByRole('listitem').getByRole('link').first().waitFor();
    },
  },
  {
    name: 'album',
    open: async (page) => {
      await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
      await page.getByRole('button', { name: 'Shuffle' }).waitFor();
    },
  },
  {
    name: 'artist',
    open: async (page) => {
      await page.locator('.playlist-text a').first().click();
      await heading(page, 'Newest tracks');
      // Followed, or from the scheme before, for the list of followed artists and the home screen.
      const follow = page.getByRole('button', { name: 'Follow', exact: true });
      const unfollow = page.getByRole('button', { name: 'Follow no longer' });
      await follow.or(unfollow).waitFor();
      if (await follow.isVisible()) await follow.click();
      await unfollow.waitFor();
    },
  },
  {
    name: 'followed-artists',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Artists whom you follow' }).click();
      await page.getByRole('list', { name: 'Artists' }).getByRole('link').first().waitFor();
    },
  },
  {
    name: 'home-followed',
    open: async (page) => {
      await page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Home', exact: true })
        .click();
      await page
        .getByRole('heading', { name: 'New from artists you follow' })
        .evaluate((element) => element.scrollIntoView());
    },
  },
  {
    name: 'artists',
    open: async (page) => {
      await place(page, 'Search');
      await page
        .getByRole('navigation', { name: 'Catalogue' })
        .getByRole('link', { name: 'Artists' })
        .click();
      await page.getByRole('list', { name: 'Artists' }).waitFor();
    },
  },
  {
    name: 'genres',
    open: async (page) => {
      await page.getByRole('navigation', { name: 'Catalogue' }).getByRole('link', { name: 'Genres' }).click();
      await page.getByRole('list', { name: 'Genres' }).waitFor();
    },
  },
  {
    name: 'genre',
    open: async (page) => {
      await page.getByRole('list', { name: 'Genres' }).getByRole('link').first().click();
      await page.getByRole('list', { name: 'Tracks' }).waitFor();
    },
  },
  {
    name: 'liked',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Liked' }).click();
      await page.getByRole('button', { name: 'Like Slow Tide', pressed: true }).waitFor();
    },
  },
  {
    name: 'rated',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'Rated' }).click();
      await page.getByRole('list', { name: 'Rated tracks' }).waitFor();
    },
  },
  {
    name: 'rate',
    open: async (page) => {
      const first = page.getByRole('list', { name: 'Rated tracks' }).getByRole('listitem').first();
      await first.getByRole('button', { name: /^More for/ }).click();
      await page.getByRole('menuitem', { name: 'Rate' }).click();
      await page.getByRole('radio', { name: '5 stars', checked: true }).waitFor();
    },
  },
  {
    name: 'history',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('list', { name: 'Plays' }).waitFor();
    },
  },
];
