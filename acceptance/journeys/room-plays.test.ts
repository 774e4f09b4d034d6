// Everyone who was present has the track of a room in the history; who left before half of it has not.
import type { ListeningRoom, Downbeat } from '@downbeat/sdk';
import { libraryOf } from '@downbeat/sdk/library';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import { poll } from '@downbeat/deploy/poll';
import t from 'tap';
import { signedInClient } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { silentWav } from '../system/wav.ts';

const SECONDS = 8;
const HALF_MS = (SECONDS * 1000) / 2;

const system = await systemUnderTest(t);
const ada = await signedInClient(system, 'Ada', 'artist');
const [bob, carol] = await Promise.all(
  ['Bob', 'Carol'].map((name) => signedInClient(system, name, 'listener')),
);

async function enter(client: Downbeat, sessionId: string): Promise<ListeningRoom> {
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await client.listen(sessionId, { player, deviceId: 'device' });
  t.teardown(() => room.close());
  return room;
}

const trackIdsOf = async (client: Downbeat): Promise<string[]> =>
  (await libraryOf(client).listHistory()).items.map(({ track }) => track?.id ?? '');

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const attempt = async (): Promise<void> => {
    if (!(await isSo())) throw new Error('not yet');
  };
  await poll(attempt, { withinMs: 20_000, everyMs: 100, what });
}

await t.test('a room gives its track to the history of all who heard half of it', async (t) => {
  const { id: trackId } = await ada.music.createTrack({ audio: silentWav(SECONDS), title: 'Short' });
  const session = await ada.music.createSession({ trackIds: [trackId] });
  for (const one of [bob!, carol!]) await one.music.joinSession({ inviteCode: session.inviteCode });
  const rooms = await Promise.all([ada, bob!, carol!].map((one) => enter(one, session.id)));
  await rooms[0]!.play();
  await until('sound', () => rooms.every((room) => room.positionMs() > 500));
  rooms[2]!.close();
  await until('half of the track', () => rooms[0]!.positionMs() > HALF_MS + 500);
  // Who leaves after half of it has heard it.
  rooms[1]!.close();
  for (const one of [ada, bob!])
    await until('the history', async () => (await trackIdsOf(one)).includes(trackId));
  t.same(await trackIdsOf(ada), [trackId], 'once');
  t.same(await trackIdsOf(bob!), [trackId]);
  t.same(libraryOf(carol!).plays.waiting, []);
  t.same(await trackIdsOf(carol!), [], 'who left before half of it has no play');
});
