// Users who are signed in at the page, each in a browser context of their own.
import type { Downbeat } from '@downbeat/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { createClient, password, uniqueEmail } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';
import { openPage } from './browser.ts';

export interface Visitor {
  page: Page;
  /** A client of the same user. */
  client: Downbeat;
  /** Errors of the page and in its console. */
  errors: string[];
}

/** Gives a function that makes a new user and signs in at the page; it calls `prepare` before the page is loaded. */
export function createVisitors(system: SystemUnderTest, browser: Browser) {
  return async (
    displayName: string,
    prepare = async (_page: Page): Promise<void> => {},
  ): Promise<Visitor> => {
    const client = createClient(system);
    const email = uniqueEmail(displayName.toLowerCase().slice(0, 20));
    await client.auth.register({ email, password, displayName });
    const { page } = await openPage(browser, 'about:blank');
    const errors = recordErrors(page);
    await prepare(page);
    await page.goto(system.webUrl);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Harbour Lights').first().waitFor();
    return { page, client, errors };
  };
}

/** The bar that never leaves. */
export const player = (page: Page): Locator => page.getByRole('region', { name: 'Player' });
/** What the screen of a room shows. */
export const room = (page: Page): Locator => page.getByRole('region', { name: 'Listening session' });

/** Follows a link of the main navigation. */
export async function visit(page: Page, place: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: place, exact: true })
    .click();
  await page.getByRole('heading', { name: place, exact: true }).waitFor();
}

/** Plays a track of the home screen, and pauses it as soon as it plays. */
export async function openPaused(page: Page, title: string): Promise<void> {
  await page
    .getByRole('button', { name: `Play ${title}`, exact: true })
    .first()
    .click();
  await pause(page);
}

/** Makes a playlist and shows it. */
export async function openPlaylist(
  page: Page,
  client: Downbeat,
  name: string,
  trackIds: string[],
): Promise<void> {
  const { id: playlistId } = await client.music.createPlaylist({ name });
  for (const trackId of trackIds) await client.music.addPlaylistItem({ playlistId, trackId });
  await visit(page, 'Playlists');
  await page.getByRole('link', { name }).click();
  await page.getByRole('list', { name: 'Tracks' }).waitFor();
}

/** Pauses what has just been started. */
export async function pause(page: Page): Promise<void> {
  await player(page).getByRole('button', { name: 'Pause', exact: true }).click();
  await player(page).getByRole('button', { name: 'Play', exact: true }).waitFor();
}

/** Shows the room that plays already, and gives its invite code. */
export async function listenTogether(page: Page): Promise<string> {
  await player(page)
    .getByRole('button', { name: /Listen together|listening/ })
    .click();
  return (await page.getByRole('status', { name: 'Invite code' }).textContent())!;
}

/** Shows the invitation of a code that was told. */
export async function openInvitation(page: Page, code: string): Promise<void> {
  await visit(page, 'Rooms');
  await page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('heading', { name: /invites you|You are invited/ }).waitFor();
}

/** Goes into the room of an invitation that is shown. */
export async function join(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await room(page).waitFor();
}

/** Records the errors of a page and of its console from now on. */
export function recordErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

/** Chooses an entry of a menu. */
export async function choose(page: Page, of: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${of}` }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}
