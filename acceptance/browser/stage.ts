// A system that looks lived in: tracks with covers, a playlist, a room with friends in it. For pictures and for axe.
import type { Downbeat, ListeningRoom } from '@downbeat/sdk';
import { SimulatedPlayer, performanceClock } from '@downbeat/sdk/listening';
import type { Browser, Page } from 'playwright-core';
import { demoFile, password, signedInClient } from '../system/clients.ts';
import type { SystemUnderTest } from '../system/start.ts';

const tracks = [
  ['harbour-lights.mp3', 'Harbour Lights', 'Low Water'],
  ['paper-rockets.mp3', 'Paper Rockets', 'Small Engines'],
  ['slow-tide.opus', 'Slow Tide', 'Low Water'],
  ['night-bus-47.ogg', 'Night Bus 47', 'Timetables'],
  ['glass-stairs.m4a', 'Glass Stairs', 'Timetables'],
  ['harbour-lights.mp3', 'A Map of the Rooms We Have Not Been In Yet', 'Small Engines'],
  ['paper-rockets.mp3', 'Ostinato', 'Four Walls'],
  ['slow-tide.opus', 'Winter Garden', 'Four Walls'],
] as const;

/** Draws a cover in the page: shapes and colours that follow from its number. */
function drawCover(number: number): string {
  const size = 600;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const pen = canvas.getContext('2d')!;
  const hue = (number * 67) % 360;
  pen.fillStyle = `oklch(${0.3 + (number % 3) * 0.25} 0.1 ${hue})`;
  pen.fillRect(0, 0, size, size);
  for (let ring = 0; ring < 5; ring += 1) {
    pen.fillStyle = `oklch(${0.85 - ring * 0.12} 0.14 ${(hue + 40 * ring) % 360} / 0.85)`;
    pen.beginPath();
    if (number % 2 === 0) pen.arc(size * 0.62, size * (0.4 + ring * 0.06), size * (0.42 - ring * 0.08), 0, 7);
    else pen.rect(size * (0.08 + ring * 0.17), size * (0.2 + ((ring * number) % 4) * 0.12), size * 0.1, size);
    pen.fill();
  }
  return canvas.toDataURL('image/jpeg', 0.85);
}

async function coverOf(page: Page, number: number): Promise<File> {
  const dataUrl = await page.evaluate(drawCover, number);
  return new File([Buffer.from(dataUrl.split(',')[1]!, 'base64')], 'cover.jpg', { type: 'image/jpeg' });
}

export interface Stage {
  email: string;
  client: Downbeat;
  trackIds: string[];
  playlistId: string;
  /** The room of a friend, with people in it. */
  inviteCode: string;
  end(): void;
}

/** Fills a system. The last track has no cover. */
export async function setStage(system: SystemUnderTest, browser: Browser): Promise<Stage> {
  const client = await signedInClient(system, 'Lena Okafor', 'artist');
  const artist = await signedInClient(system, 'Nadia Ferro', 'artist');
  const context = await browser.newContext();
  const page = await context.newPage();
  const trackIds: string[] = [];
  for (const [index, [file, title, album]] of tracks.entries()) {
    const cover = index + 1 < tracks.length ? { cover: await coverOf(page, index + 1) } : {};
    const by = index % 3 === 2 ? client : artist;
    const { id } = await by.music.createTrack({ audio: await demoFile(file), title, album, ...cover });
    trackIds.push(id);
  }
  await context.close();
  const { id: playlistId } = await client.music.createPlaylist({ name: 'Evening by the water' });
  for (const trackId of trackIds.slice(0, 6)) await client.music.addPlaylistItem({ playlistId, trackId });
  const friends = await openRoom(system, trackIds.slice(1, 5));
  const { email } = client.session.current!.user;
  return { email, client, trackIds, playlistId, ...friends };
}

async function openRoom(system: SystemUnderTest, trackIds: string[]) {
  const host = await signedInClient(system, 'Mia Lindqvist');
  const session = await host.music.createSession({
    trackIds,
    name: 'Friday kitchen',
    playbackControl: 'everyone',
  });
  const rooms: ListeningRoom[] = [];
  for (const name of ['', 'Omar Haddad', 'Jun']) {
    const member = name === '' ? host : await signedInClient(system, name);
    if (member !== host) await member.music.joinSession({ inviteCode: session.inviteCode });
    const player = new SimulatedPlayer({ clock: performanceClock });
    rooms.push(await member.listen(session.id, { player, deviceId: 'stage' }));
  }
  await rooms[0]!.play();
  return { inviteCode: session.inviteCode, end: () => rooms.forEach((room) => room.close()) };
}

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
      await page.getByRole('searchbox').fill('zzz');
      await heading(page, /Nothing found/);
    },
  },
  { name: 'playlists', open: (page) => place(page, 'Playlists') },
  {
    name: 'playlist',
    open: async (page) => {
      await page.getByRole('link', { name: 'Evening by the water' }).click();
      await page.getByRole('button', { name: 'Play Slow Tide' }).waitFor();
    },
  },
  {
    name: 'queue',
    open: async (page) => {
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
    name: 'invitation',
    open: async (page, { inviteCode }) => {
      await page.keyboard.press('Escape');
      await place(page, 'Rooms');
      await page.getByRole('textbox', { name: 'Invite code' }).fill(inviteCode);
      await page.getByRole('button', { name: 'Join' }).click();
      await heading(page, 'Mia Lindqvist invites you');
    },
  },
  { name: 'studio', open: (page) => place(page, 'Studio') },
  { name: 'account', open: (page) => place(page, 'Account') },
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

/** Signs in at the page. */
export async function signIn(page: Page, webUrl: string, email: string): Promise<void> {
  await page.goto(webUrl);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
