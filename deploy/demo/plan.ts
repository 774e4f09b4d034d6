import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './api.ts';

export const tracksDir = join(import.meta.dirname, 'tracks');

export type DemoTrack = { file: string; title: string; artist: string };

// .example can never be somebody's mailbox (RFC 2606).
export const listener = {
  email: 'lena@downbeat.example',
  displayName: 'Lena',
  role: 'listener',
} satisfies Account;
export const admin = {
  email: 'admin@downbeat.example',
  displayName: 'Operator',
  role: 'admin',
} satisfies Account;
export const artists = [
  { email: 'nadia@downbeat.example', displayName: 'Nadia Ferro', role: 'artist' },
  { email: 'club@downbeat.example', displayName: 'Low Tide Club', role: 'artist' },
] satisfies Account[];

export const playlists = [
  { name: 'Evening by the water', titles: ['Harbour Lights', 'Slow Tide', 'Copper Kettle'] },
  { name: 'On the way home', titles: ['Night Bus 47', 'Paper Rockets', 'Glass Stairs', 'Harbour Lights'] },
];

/** The tracks that were composed for the demo, as their manifest lists them. */
export function demoTracks(): DemoTrack[] {
  const text = readFileSync(join(tracksDir, 'manifest.json'), 'utf8');
  return (JSON.parse(text) as { tracks: DemoTrack[] }).tracks;
}
