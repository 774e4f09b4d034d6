// What the page shows while it loads, when there is nothing, and when something is away. The last screens: they cut the page off.
import type { Page, Route } from 'playwright-core';
import { heading, place, type ScreenToSee } from './stage-navigation.ts';

const services = '**/api/**';

/** Answers all reads in one way from now on, and loads the page again. */
async function answerReads(
  page: Page,
  answer: (route: Route) => Promise<unknown> | undefined,
): Promise<void> {
  await page.unroute(services);
  await page.route(services, (route) =>
    route.request().method() === 'GET' ? answer(route) : route.continue(),
  );
  await page.goto(new URL('/', page.url()).href);
}

const nothing = { items: [], nextCursor: null };

/** Leaves every list empty. What is asked for by its id, e.g. a room that the page still knows, is no list. */
const answerNothing = (route: Route): Promise<void> => {
  const isList = !/[0-9a-f-]{36}$/.test(new URL(route.request().url()).pathname);
  return isList ? route.fulfill({ json: nothing }) : route.continue();
};

export const stateScreens: readonly ScreenToSee[] = [
  {
    // The browser keeps the page silent.
    name: 'sound-off',
    open: async (page) => {
      await page.goto(new URL('/', page.url()).href);
      const play = page.getByRole('button', { name: 'Play Winter Garden' }).first();
      await play.waitFor();
      await page.evaluate(() =>
        Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' }),
      );
      await play.click();
      await page.getByRole('button', { name: 'Turn the sound on' }).waitFor();
    },
  },
  {
    name: 'loading',
    open: async (page) => {
      await answerReads(page, () => undefined);
      await page.getByRole('status', { name: 'Loading' }).nth(1).waitFor();
    },
  },
  {
    name: 'home-empty',
    open: async (page) => {
      // And the page has left no room.
      await page.evaluate(() => sessionStorage.clear());
      await answerReads(page, answerNothing);
      await heading(page, 'No music yet');
    },
  },
  {
    name: 'playlists-empty',
    open: async (page) => {
      await place(page, 'Playlists');
      await heading(page, 'Your playlists will be here');
    },
  },
  {
    name: 'rooms-empty',
    open: async (page) => {
      await place(page, 'Rooms');
      await heading(page, 'No rooms yet');
    },
  },
  {
    name: 'playing-empty',
    open: async (page) => {
      await page.keyboard.press('f');
      await heading(page, 'Nothing plays yet');
    },
  },
  {
    name: 'service-down',
    open: async (page) => {
      await answerReads(page, (route) => route.abort('connectionrefused'));
      await page.getByRole('heading', { name: 'This could not be loaded' }).nth(1).waitFor();
    },
  },
  {
    name: 'offline',
    open: async (page) => {
      await page.context().setOffline(true);
      await heading(page, 'You are offline');
    },
  },
];
