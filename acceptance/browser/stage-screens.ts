// The screens of the page in the order in which they are looked at, for pictures and for axe.
import { catalogueScreens } from './stage-catalogue.ts';
import { heading, place, type ScreenToSee } from './stage-navigation.ts';
import { playlistScreens } from './stage-playlists.ts';
import { roomScreens } from './stage-rooms.ts';
import { stateScreens } from './stage-states.ts';
import { studioScreens } from './stage-studio.ts';
import type { Stage } from './stage.ts';

/** In this order: the screens after `playing` show what plays. */
export const screens: readonly ScreenToSee[] = [
  ...catalogueScreens,
  ...playlistScreens,
  ...roomScreens,
  ...studioScreens,
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
  ...stateScreens,
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
