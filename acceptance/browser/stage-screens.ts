// The screens of the page in the order in which they are looked at, for pictures and for axe.
import type { Page } from 'playwright-core';
import { OWN_ROOM, type Stage } from './stage.ts';

/** The screens of the page. `open` is called on a page that shows the home screen, and stays there. */
export interface ScreenToSee {
  name: string;
  open(page: Page, stage: Stage): Promise<unknown>;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();
const place = async (page: Page, name: string): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const main = page.getByRole('main');
  const tab = navigation.getByRole('link', { name, exact: true });
  if (await tab.isVisible()) await tab.click();
  else {
    // A phone has four tabs: the home screen leads to the account, and that to the studio.
    await navigation.getByRole('link', { name: 'Home', exact: true }).click();
    await main.getByRole('link', { name: 'Account' }).click();
    if (name === 'Studio') await main.getByRole('link', { name }).click();
  }
  await heading(page, name);
};

const openCode = async (page: Page, code: string): Promise<void> => {
  await place(page, 'Rooms');
  await page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
};

const inviteButton = (page: Page) => page.getByRole('button', { name: 'Invite', exact: true });
const qrCode = (page: Page) => page.getByRole('img', { name: 'QR code of the invite link' }).locator('path');

/** In this order: the screens after `playing` show what plays. */
export const screens: readonly ScreenToSee[] = [
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
    name: 'history',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('list', { name: 'Plays' }).waitFor();
    },
  },
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
  {
    name: 'rooms',
    open: async (page) => {
      await place(page, 'Rooms');
      await page.getByRole('region', { name: 'Your rooms' }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'room',
    open: async (page) => {
      await page.keyboard.press('f');
      await page.getByRole('link', { name: 'Listen together' }).click();
      await page.getByRole('region', { name: 'Listening session' }).waitFor();
      if (!(await inviteButton(page).isVisible())) await qrCode(page).waitFor();
    },
  },
  {
    // Where the room has no column for it, a button shows it.
    name: 'invite',
    open: async (page) => {
      if (await inviteButton(page).isVisible()) await inviteButton(page).click();
      await qrCode(page).waitFor();
    },
  },
  {
    name: 'room-together',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await place(page, 'Rooms');
      await page.getByRole('button', { name: `Enter ${OWN_ROOM}` }).click();
      await page.getByRole('link', { name: `Open ${OWN_ROOM}` }).click();
      await page.getByRole('list', { name: 'Queue' }).getByText('added by Omar Haddad').first().waitFor();
    },
  },
  {
    name: 'room-sync',
    open: async (page) => {
      await page.locator('.sync summary').click();
      await page.getByRole('region', { name: 'Everyone' }).waitFor();
    },
  },
  {
    name: 'room-menu',
    open: async (page) => {
      await page
        .getByRole('list', { name: 'Queue' })
        .getByRole('button', { name: 'More for Ostinato' })
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'room-request',
    open: async (page, stage) => {
      await page.keyboard.press('Escape');
      await stage.askToJoin();
      await page.getByRole('button', { name: 'Accept Tom Berg' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'room-request-elsewhere',
    open: async (page) => {
      await place(page, 'Playlists');
      await page.getByText('Tom Berg asks to join.').waitFor();
    },
  },
  {
    name: 'member-menu',
    open: async (page) => {
      await page.getByRole('link', { name: 'Answer' }).click();
      await page.getByRole('button', { name: 'More for Omar Haddad' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'rules',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More for this room' }).click();
      await page.getByRole('menuitem', { name: 'Rules' }).click();
      await page.getByRole('dialog', { name: 'Rules of this room' }).waitFor();
    },
  },
  {
    name: 'rules-end',
    open: (page) => page.getByRole('button', { name: 'New invite code' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'room-waiting',
    open: async (page, { approvalCode }) => {
      await page.keyboard.press('Escape');
      await openCode(page, approvalCode);
      await page.getByText('Mia Lindqvist has been asked whether you may join Rehearsal.').waitFor();
    },
  },
  {
    name: 'room-locked',
    open: async (page, { lockedCode }) => {
      await openCode(page, lockedCode);
      await heading(page, 'This room is locked');
    },
  },
  {
    name: 'invitation',
    open: async (page, { inviteCode }) => {
      await openCode(page, inviteCode);
      await heading(page, 'Mia Lindqvist invites you');
    },
  },
  { name: 'studio', open: (page) => place(page, 'Studio') },
  {
    name: 'studio-lyrics',
    open: async (page) => {
      await page.getByRole('button', { name: 'More for Slow Tide' }).click();
      await page.getByRole('menuitem', { name: 'Lyrics' }).click();
      await page.getByLabel('Text').waitFor();
    },
  },
  {
    name: 'studio-edit',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page
        .getByRole('button', { name: /^More for/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      await page.getByRole('dialog').getByLabel('Title').waitFor();
    },
  },
  {
    name: 'studio-edit-end',
    open: (page) => page.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'studio-several',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Edit several' }).click();
      await page.getByRole('checkbox').first().click();
      await page.getByText('1 chosen').waitFor();
    },
  },
  {
    name: 'studio-several-edit',
    open: async (page) => {
      await page.getByRole('button', { name: 'Edit the chosen' }).click();
      await page.getByRole('dialog', { name: 'Edit 1 track' }).waitFor();
    },
  },
  {
    name: 'studio-album',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Upload an album' }).click();
      const album = page.getByRole('dialog', { name: 'Upload an album' });
      const file = { mimeType: 'audio/mpeg', buffer: Buffer.from('not sent') };
      const files = ['1 A Map of the Rooms We Have Not Been In Yet.mp3', '2 Ostinato.mp3'];
      await album.getByLabel('Files of the album').setInputFiles(files.map((name) => ({ ...file, name })));
      await album.getByRole('button', { name: 'Upload 2 tracks' }).waitFor();
    },
  },
  {
    name: 'account',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await place(page, 'Account');
    },
  },
  {
    name: 'keys',
    open: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'not-found',
    open: async (page) => {
      await page.keyboard.press('Escape');
      await page.evaluate(() => history.pushState(null, '', '/no-such-place'));
      await heading(page, 'There is nothing at this address');
    },
  },
];

/** The screens without a sign-in. */
export const outsideScreens = ({
  inviteCode,
}: Stage): readonly { name: string; path: string; heading: string }[] => [
  { name: 'sign-in', path: '/', heading: 'Sign in' },
  { name: 'sign-up', path: '/sign-up', heading: 'Create an account' },
  { name: 'forgot-password', path: '/forgot-password', heading: 'Forgotten password' },
  { name: 'reset-password', path: '/reset-password', heading: 'New password' },
  { name: 'invited-outside', path: `/invite#join=${inviteCode}`, heading: 'Sign in' },
];
