import { join } from 'node:path';
import { type Account, Refused, type SignedIn, call, ensureAccount, signIn, upload } from './api.ts';
import type { Operator } from './operator.ts';
import { type DemoTrack, admin, artists, demoTracks, listener, playlists, tracksDir } from './plan.ts';

export type SeedOptions = {
  authUrl: string;
  musicUrl: string;
  password: string;
  operator: Operator;
};

export type Demo = { accounts: Account[]; password: string; fresh: boolean };

type Page<T> = { items: T[]; nextCursor: string | null };
type Track = { id: string; title: string; artist: { id: string; name: string } };

const listTracks = async ({ musicUrl }: SeedOptions, token: string, artistId: string): Promise<Track[]> => {
  const { items } = await call<Page<Track>>(`${musicUrl}/api/music/get?limit=100`, { token });
  return items.filter((track) => track.artist.id === artistId);
};

async function uploadMissing(
  options: SeedOptions,
  session: SignedIn,
  tracks: DemoTrack[],
): Promise<Map<string, string>> {
  const { accessToken: token, user } = session;
  const ids = new Map((await listTracks(options, token, user.id)).map(({ title, id }) => [title, id]));
  for (const { file, title } of tracks) {
    if (ids.has(title)) continue;
    const { id } = await upload(options.musicUrl, token, join(tracksDir, file), file);
    ids.set(title, id);
  }
  return ids;
}

/** Where an administrator decides who is an artist, this one comes as a listener, and the operator decides. */
async function ensureArtist(options: SeedOptions, artist: Account): Promise<SignedIn> {
  const { authUrl, password, operator } = options;
  const session = await ensureAccount(authUrl, artist, password).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'ARTIST_NEEDS_APPROVAL')) throw error;
    return ensureAccount(authUrl, { ...artist, role: 'listener' }, password);
  });
  if (session.user.role === artist.role) return session;
  await operator.grantRole(artist);
  return ensureAccount(authUrl, artist, password);
}

async function seedArtists(options: SeedOptions): Promise<Map<string, string>> {
  const tracks = demoTracks();
  const known = await Promise.all(
    artists.map(async (artist) => {
      const session = await ensureArtist(options, artist);
      const own = tracks.filter((track) => track.artist === artist.displayName);
      return [...(await uploadMissing(options, session, own))];
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

/** The playlists are made last, so when they are there so is everything else. */
async function isSeeded({ authUrl, musicUrl, password }: SeedOptions): Promise<boolean> {
  const session = await signIn(authUrl, listener.email, password);
  if (!session) return false;
  const { items } = await call<Page<unknown>>(`${musicUrl}/api/music/playlists`, {
    token: session.accessToken,
  });
  return items.length >= playlists.length;
}

/**
 * Fills an empty system with a listener, two artists, an admin, tracks and playlists, through the public API. Running
 * it again adds what is missing, and nothing to what is there.
 */
export async function seed(options: SeedOptions): Promise<Demo> {
  const accounts = [listener, ...artists, admin];
  const { password, authUrl } = options;
  if (await isSeeded(options)) return { accounts, password, fresh: false };
  const adminMade = (await signIn(authUrl, admin.email, password))
    ? undefined
    : options.operator.createAdmin(admin);
  const [ids, session] = await Promise.all([
    seedArtists(options),
    ensureAccount(authUrl, listener, password),
    adminMade,
  ]);
  await seedPlaylists(options, session.accessToken, ids);
  return { accounts, password, fresh: true };
}
