import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Account,
  type Operator,
  Refused,
  type SignedIn,
  call,
  ensureAccount,
  signIn,
  upload,
} from './api.ts';

const tracksDir = join(import.meta.dirname, 'tracks');

type DemoTrack = { file: string; title: string; artist: string };

// No mailbox can exist below .example (RFC 2606).
const listener: Account = { email: 'lena@downbeat.example', displayName: 'Lena', role: 'listener' };
const admin: Account = { email: 'admin@downbeat.example', displayName: 'Operator', role: 'admin' };
const artists: Account[] = [
  { email: 'nadia@downbeat.example', displayName: 'Nadia Ferro', role: 'artist' },
  { email: 'club@downbeat.example', displayName: 'Low Tide Club', role: 'artist' },
];

const playlists = [
  { name: 'Evening by the water', titles: ['Harbour Lights', 'Slow Tide', 'Copper Kettle'] },
  { name: 'On the way home', titles: ['Night Bus 47', 'Paper Rockets', 'Glass Stairs', 'Harbour Lights'] },
];

export type SeedOptions = {
  authUrl: string;
  musicUrl: string;
  password: string;
  operator: Operator;
};

export type Demo = { accounts: Account[]; password: string; fresh: boolean };

type Page<T> = { items: T[] };
type Track = { id: string; title: string; artist: { id: string } };

async function uploadMissing(
  options: SeedOptions,
  signedIn: SignedIn,
  tracks: DemoTrack[],
): Promise<Map<string, string>> {
  const { accessToken: token, user } = signedIn;
  const { items } = await call<Page<Track>>(`${options.musicUrl}/api/music/get?limit=100`, { token });
  const own = items.filter(({ artist }) => artist.id === user.id);
  const ids = new Map(own.map(({ title, id }) => [title, id]));
  for (const { file, title } of tracks) {
    if (ids.has(title)) continue;
    const { id } = await upload(options.musicUrl, token, join(tracksDir, file));
    ids.set(title, id);
  }
  return ids;
}

/** Registers an artist. Where artists need approval, it registers as a listener and the operator grants the role. */
async function ensureArtist(options: SeedOptions, artist: Account): Promise<SignedIn> {
  const { authUrl, password, operator } = options;
  const signedIn = await ensureAccount(authUrl, artist, password).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'ARTIST_NEEDS_APPROVAL')) throw error;
    return ensureAccount(authUrl, { ...artist, role: 'listener' }, password);
  });
  if (signedIn.user.role === artist.role) return signedIn;
  await operator.grantRole(artist);
  return ensureAccount(authUrl, artist, password);
}

async function seedArtists(options: SeedOptions): Promise<Map<string, string>> {
  const manifest = readFileSync(join(tracksDir, 'manifest.json'), 'utf8');
  const { tracks } = JSON.parse(manifest) as { tracks: DemoTrack[] };
  const known = await Promise.all(
    artists.map(async (artist) => {
      const signedIn = await ensureArtist(options, artist);
      const own = tracks.filter((track) => track.artist === artist.displayName);
      return [...(await uploadMissing(options, signedIn, own))];
    }),
  );
  return new Map(known.flat());
}

async function seedPlaylists(options: SeedOptions, token: string, ids: Map<string, string>): Promise<void> {
  const url = `${options.musicUrl}/api/music/playlists`;
  const { items: present } = await call<Page<{ name: string }>>(url, { token });
  for (const { name, titles } of playlists) {
    if (present.some((playlist) => playlist.name === name)) continue;
    const { id } = await call<{ id: string }>(url, { token, json: { name } });
    for (const title of titles) {
      const trackId = ids.get(title);
      if (trackId) await call(`${url}/${id}/items`, { token, json: { trackId } });
    }
  }
}

/** The playlists are created last, so when they exist everything else does too. */
async function isSeeded({ authUrl, musicUrl, password }: SeedOptions): Promise<boolean> {
  const signedIn = await signIn(authUrl, listener.email, password);
  if (!signedIn) return false;
  const { accessToken: token } = signedIn;
  const { items } = await call<Page<unknown>>(`${musicUrl}/api/music/playlists`, { token });
  return items.length >= playlists.length;
}

/**
 * Fills an empty system with a listener, two artists, an admin, tracks and playlists, through the public API. Another
 * run adds only what is missing.
 */
export async function seed(options: SeedOptions): Promise<Demo> {
  const accounts = [listener, ...artists, admin];
  const { password, authUrl } = options;
  if (await isSeeded(options)) return { accounts, password, fresh: false };
  const adminMade = (await signIn(authUrl, admin.email, password))
    ? undefined
    : options.operator.createAdmin(admin);
  const [ids, signedIn] = await Promise.all([
    seedArtists(options),
    ensureAccount(authUrl, listener, password),
    adminMade,
  ]);
  await seedPlaylists(options, signedIn.accessToken, ids);
  return { accounts, password, fresh: true };
}
