// A system that looks lived in: tracks with covers, a playlist, a room with friends in it. For pictures and for axe.
import type { Downbeat, ListeningRoom } from '@downbeat/sdk';
import { libraryOf } from '@downbeat/sdk/library';
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

const LYRICS = `[00:00.50]Slow tide, carry the harbour lights
[00:05.00]All the way out, and a little way in
[00:10.00]
[00:15.00]Leave what you took where you found it
[00:20.00]Slow tide, begin`;

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
  /** The room of a friend, with people in it, of which all members play. */
  inviteCode: string;
  /** A room whose owner decides about each new member. */
  approvalCode: string;
  lockedCode: string;
  /** Of a playlist of a friend. */
  playlistCode: string;
  /** Opens a further room of a friend. */
  openRoom(): Promise<{ inviteCode: string; end(): Promise<void> }>;
  /** Lets a user ask to join the user's own room. */
  askToJoin(): Promise<unknown>;
  end(): void;
}

/** The room of the user, with people in it, some of whom have added tracks. */
export const OWN_ROOM = 'Night shift';

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
  const playlistId = await fillPlaylist(client, 'Evening by the water', trackIds.slice(0, 6));
  await share(client, playlistId, artist, trackIds[6]!);
  const rain = await fillPlaylist(artist, 'Rain and brakes', trackIds.slice(2, 5));
  await share(artist, rain, client, trackIds[0]!);
  const shown = { name: 'Slow mornings', visibility: 'public', trackIds: trackIds.slice(2, 5) } as const;
  const { id } = await artist.music.createPlaylist(shown);
  const { inviteCode: playlistCode } = await libraryOf(artist).createPlaylistInvite({
    playlistId: id,
    role: 'view',
  });
  await likeRateAndPlay(client, trackIds);
  const rooms = await openRooms(system, client, trackIds);
  const { email } = client.session.current!.user;
  return { email, client, trackIds, playlistId, playlistCode, ...rooms };
}

async function fillPlaylist(client: Downbeat, name: string, trackIds: readonly string[]): Promise<string> {
  // The third one plays when the pictures are taken, and is the user's own.
  await libraryOf(client).setLyrics({ trackId: trackIds[2]!, text: LYRICS });
  const { id: playlistId } = await client.music.createPlaylist({ name });
  for (const trackId of trackIds) await client.music.addPlaylistItem({ playlistId, trackId });
  return playlistId;
}

/** Makes a friend a member of a playlist, who adds a track. */
async function share(owner: Downbeat, playlistId: string, friend: Downbeat, trackId: string): Promise<void> {
  const { inviteCode } = await libraryOf(owner).createPlaylistInvite({ playlistId, role: 'add' });
  await libraryOf(friend).joinPlaylist({ inviteCode });
  await friend.music.addPlaylistItem({ playlistId, trackId });
}

/** What a user has liked, rated and heard. */
async function likeRateAndPlay(client: Downbeat, trackIds: readonly string[]): Promise<void> {
  const library = libraryOf(client);
  for (const trackId of trackIds.slice(2, 6)) await library.likeTrack({ trackId });
  for (const [index, trackId] of trackIds.slice(0, 5).entries())
    await library.setRating({ trackId, rating: index + 1 });
  const plays = trackIds.slice(0, 5).map((trackId, index) => ({
    id: crypto.randomUUID(),
    trackId,
    startedAt: new Date(Date.now() - (index + 1) * 3_600_000).toISOString(),
    playedMs: 600_000,
  }));
  await library.reportPlays({ plays });
}

type Rooms = Pick<Stage, 'inviteCode' | 'approvalCode' | 'lockedCode' | 'openRoom' | 'askToJoin' | 'end'>;

async function openRooms(system: SystemUnderTest, client: Downbeat, trackIds: string[]): Promise<Rooms> {
  const [mia, tom] = [
    await signedInClient(system, 'Mia Lindqvist'),
    await signedInClient(system, 'Tom Berg'),
  ];
  const kitchen = await mia.music.createSession({
    trackIds: trackIds.slice(1, 5),
    name: 'Friday kitchen',
    settings: { preset: 'party', visibility: 'public' },
  });
  const [rehearsal, cellar] = [
    await mia.music.createSession({ trackIds, name: 'Rehearsal', settings: { requiresApproval: true } }),
    await mia.music.createSession({ trackIds, name: 'Cellar', settings: { isLocked: true } }),
  ];
  const settings = { preset: 'class', requiresApproval: true } as const;
  const own = await client.music.createSession({ trackIds: trackIds.slice(0, 4), name: OWN_ROOM, settings });
  const [friend, ...others] = [
    await listen(mia, kitchen.id),
    await listen(await admitted(system, 'Omar Haddad', kitchen), kitchen.id),
    await listen(await admitted(system, 'Jun', kitchen), kitchen.id),
    await listen(mia, rehearsal.id, 'upstairs'),
  ];
  await friend.play();
  const host = await listen(client, own.id);
  const guests = await letIn(system, host, own, ['Omar Haddad', 'Priya Nair']);
  await guests[0]!.queue.add(trackIds.slice(5, 7));
  await guests[0]!.chat.post('Two more for later, both with rain in them');
  await guests[1]!.chat.post('The bass in this one');
  await host.chat.post('Wait for the second half');
  host.close();
  return {
    inviteCode: kitchen.inviteCode,
    approvalCode: rehearsal.inviteCode,
    lockedCode: cellar.inviteCode,
    openRoom: async () => {
      const { id, inviteCode } = await mia.music.createSession({ trackIds, name: 'Last orders' });
      return { inviteCode, end: () => mia.music.endSession({ sessionId: id }) };
    },
    askToJoin: () => tom.music.joinSession({ inviteCode: own.inviteCode }).result(),
    end: () => [friend, ...others, ...guests].forEach((room) => room.close()),
  };
}

function listen(client: Downbeat, sessionId: string, deviceId = 'stage'): Promise<ListeningRoom> {
  const player = new SimulatedPlayer({ clock: performanceClock });
  return client.listen(sessionId, { player, deviceId });
}

async function admitted(
  system: SystemUnderTest,
  name: string,
  { inviteCode }: { inviteCode: string },
): Promise<Downbeat> {
  const member = await signedInClient(system, name);
  await member.music.joinSession({ inviteCode });
  return member;
}

/** Lets users into a room that its host decides about; the first of them is its DJ. */
async function letIn(
  system: SystemUnderTest,
  host: ListeningRoom,
  { id, inviteCode }: { id: string; inviteCode: string },
  names: readonly string[],
): Promise<ListeningRoom[]> {
  const rooms: ListeningRoom[] = [];
  for (const name of names) {
    const member = await signedInClient(system, name);
    await member.music.joinSession({ inviteCode }).result();
    const { userId } = (await host.requests.list())[0]!;
    await host.requests.approve(userId);
    if (rooms.length === 0) await host.members.setRole(userId, 'dj');
    rooms.push(await listen(member, id));
  }
  return rooms;
}

/** Signs in at the page. */
export async function signIn(page: Page, webUrl: string, email: string): Promise<void> {
  await page.goto(webUrl);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
