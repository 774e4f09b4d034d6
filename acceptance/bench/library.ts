// What most rows read: an artist with tracks of realistic texts, and a listener who is signed in.
import type { Downbeat } from '@downbeat/sdk';
import { demoFile, signedInClient } from '../system/clients.ts';
import { bearer } from '../system/http.ts';
import type { SystemUnderTest } from '../system/start.ts';

export interface Library {
  artist: Downbeat;
  listener: Downbeat;
  trackIds: string[];
}

const files = ['harbour-lights.mp3', 'paper-rockets.mp3', 'night-bus-47.ogg', 'slow-tide.opus'];
const titles = ['Harbour Lights', 'Paper Rockets at Noon', 'Night Bus 47 to the Airport', 'Slow Tide'];
const albums = ['Letters from the North Shore', 'Small Machines', 'A Field Guide to Empty Rooms'];
const genres = ['Ambient', 'Lo-fi', 'Synth-pop', 'Folk'];

/** Makes the accounts, and uploads this many tracks. */
export async function makeLibrary(system: SystemUnderTest, tracks: number): Promise<Library> {
  const artist = await signedInClient(system, 'Ada', 'artist');
  const listener = await signedInClient(system, 'Listener');
  const trackIds: string[] = [];
  for (let n = 0; n < tracks; n += 1) {
    const { id } = await artist.music.createTrack({
      audio: await demoFile(files[n % files.length]!),
      title: `${titles[n % titles.length]!}, part ${n + 1}`,
      album: albums[n % albums.length]!,
      genre: genres[n % genres.length]!,
    });
    trackIds.push(id);
  }
  return { artist, listener, trackIds };
}

/** The header with which the client's requests are authenticated; the token is good for 15 minutes. */
export async function signedIn(client: Downbeat): Promise<Record<string, string>> {
  return bearer((await client.session.accessToken())!);
}
