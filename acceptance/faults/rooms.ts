// Members of several rooms on two music instances, while the instances and their databases are killed and one hangs.
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@downbeat/deploy/poll';
import { performanceClock } from '@downbeat/sdk/listening';
import { signedInClient } from '../system/clients.ts';
import { broken, type DrillContext, type Outcome, pick, shuffled, type Tally } from './drill.ts';
import { silentWav } from '../system/wav.ts';
import { RoomMember } from './member.ts';
import { DrillRoom, type RoomKind } from './room.ts';

/** Longer than any drill. */
const TRACK_SECONDS = 3_600;
const KINDS: readonly RoomKind[] = ['quiet', 'seeking', 'seeking', 'pausing'];
const GIVEN_UP_HANDSHAKES = 4;
/** The SDK gives a handshake up after 5 s. */
const HANDSHAKE_BEGUN_MS = 3_000;
const FROZEN_MS = 15_000;
/** Long enough for a client that gives up a handshake after 5 s, with its retry. */
const SHORT_FROZEN_MS = 9_000;
const SOUND_WITHIN_MS = 30_000;
const MAX_SILENCE_MS = 20;
const MAX_JUMP_MS = 20;

/** Devices that enter a room for a moment, one after the other, until `stop`. */
class Joins {
  readonly tally = { attempted: 0, acknowledged: 0 };
  readonly out: string[] = [];
  readonly unexpected: string[] = [];
  slowestMs = 0;
  longestSilenceMs = 0;
  #stopping = false;

  async run(rooms: readonly DrillRoom[], { random }: DrillContext): Promise<void> {
    while (!this.#stopping) {
      const room = pick(
        rooms.filter(({ kind }) => kind !== 'pausing'),
        random,
      );
      await this.#join(room, pick(room.members, random).withDevice(`guest-${this.tally.attempted}`));
      await sleep(500 + random.uniform() * 1000);
    }
  }

  stop(): void {
    this.#stopping = true;
  }

  async #join(room: DrillRoom, guest: RoomMember): Promise<void> {
    this.tally.attempted += 1;
    const beganMs = performance.now();
    try {
      await guest.enter(room.sessionId);
      await poll(async () => requireSound(guest), { withinMs: SOUND_WITHIN_MS, what: 'sound for a guest' });
      this.tally.acknowledged += 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - beganMs);
      await sleep(500);
      this.longestSilenceMs = Math.max(this.longestSilenceMs, guest.ear.longestSilenceMs());
    } catch (error) {
      this.unexpected.push(`join: ${(error as Error).message}`);
    }
    if (guest.outBecause !== null) this.out.push(guest.outBecause);
    guest.leave();
  }
}

function requireSound({ ear }: RoomMember): void {
  if (ear.heardPositionMs(performanceClock.nowUs()) === null) throw new Error('silent');
}

/** Freezes one instance while some devices of the other lose their sockets and ask the frozen one for the next. */
async function freezeInstance(rooms: readonly DrillRoom[], context: DrillContext): Promise<void> {
  const { random, faults, isShort } = context;
  const frozen = random.uniform() < 0.5 ? 0 : 1;
  const devices = shuffled(
    rooms.flatMap(({ members }) => members),
    random,
  ).slice(0, GIVEN_UP_HANDSHAKES);
  const freezing = faults.freeze(frozen === 0 ? 'music' : 'music2', isShort ? SHORT_FROZEN_MS : FROZEN_MS);
  for (const [index, { route }] of devices.entries()) {
    route.isCutOff = index % 2 === 1;
    route.split = { calls: 1 - frozen, sockets: frozen };
    route.socket?.terminate();
  }
  // The first handshake goes to the frozen instance, the one after it does not.
  await sleep(HANDSHAKE_BEGUN_MS);
  for (const { route } of devices) route.split = { calls: 1 - frozen, sockets: 1 - frozen };
  await freezing;
  for (const { route } of devices) Object.assign(route, { split: null, isCutOff: false });
}

async function strikeAll(rooms: readonly DrillRoom[], context: DrillContext): Promise<void> {
  const { random, faults, isShort, log } = context;
  const programs = ['music', 'music2', 'redis', 'mongo'];
  const kills = process.env.ONLY
    ? []
    : isShort
      ? ['music', 'redis']
      : programs.flatMap((name) => [name, name, name]);
  for (const name of shuffled([...kills, 'freeze'], random)) {
    await sleep(1_000 + random.uniform() * 2_000);
    await (name === 'freeze' ? freezeInstance(rooms, context) : faults.kill(name));
    const out = rooms.flatMap(({ members }) => members).filter(({ outBecause }) => outBecause !== null);
    log(`${name}: ${out.length} out`);
  }
}

const longest = (values: readonly number[]): number => Math.round(Math.max(0, ...values));

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function outcomeOf(rooms: readonly DrillRoom[], joins: Joins): Outcome {
  const membersOf = (wanted: readonly RoomKind[]): RoomMember[] =>
    rooms.filter(({ kind }) => wanted.includes(kind)).flatMap(({ members }) => members);
  const never = membersOf(['quiet', 'seeking']);
  const out = membersOf(['quiet', 'seeking', 'pausing']).filter(({ outBecause }) => outBecause !== null);
  const sum = (field: keyof Omit<Tally, 'unexpected'>): number => sumOf(rooms, ({ tally }) => tally[field]);
  const figures = {
    'members out': out.length + joins.out.length,
    'paused untold': never.filter(({ pausesSeen }) => pausesSeen > 0).length,
    'handshakes given up': sumOf(membersOf([...KINDS]), ({ route }) => route.handshakesGivenUp),
    'steps back': sumOf(membersOf([...KINDS]), ({ stepsBack }) => stepsBack),
    'longest silence ms': longest([
      ...never.map(({ ear }) => ear.longestSilenceMs()),
      joins.longestSilenceMs,
    ]),
    'longest jump ms': longest(membersOf(['quiet']).map(({ ear }) => ear.longestJumpMs())),
    joins: joins.tally.acknowledged,
    'slowest join ms': longest([joins.slowestMs]),
  };
  const [attempted, acknowledged] = [sum('attempted'), sum('acknowledged')];
  const [lost, duplicate] = [sum('lost'), sum('duplicate')];
  const reasons = [...out.map(({ outBecause }) => outBecause!), ...joins.out];
  const unexpected = [...rooms.flatMap(({ tally }) => tally.unexpected), ...joins.unexpected, ...reasons];
  const failures = broken({
    'an acknowledged command was lost': lost === 0,
    'two commands were acknowledged with one revision': duplicate === 0,
    'a device was thrown out': figures['members out'] === 0,
    'a room was paused without a command': figures['paused untold'] === 0,
    'a device could not join': joins.tally.acknowledged === joins.tally.attempted,
    'something unexpected happened': unexpected.length === 0,
    [`a silence of more than ${MAX_SILENCE_MS} ms`]: figures['longest silence ms'] <= MAX_SILENCE_MS,
    [`a jump of more than ${MAX_JUMP_MS} ms`]: figures['longest jump ms'] <= MAX_JUMP_MS,
  });
  return { attempted, acknowledged, lost, duplicate, unexpected, figures, failures };
}

export async function rooms(context: DrillContext): Promise<Outcome> {
  const { system, random, isShort } = context;
  const perRoom = (isShort ? 12 : Number(process.env.MEMBERS ?? 40)) / KINDS.length;
  const artist = await signedInClient(system, 'Ada', 'artist');
  const { id: trackId } = await artist.music.createTrack({
    audio: silentWav(TRACK_SECONDS),
    title: 'Silence',
  });
  const opened: DrillRoom[] = [];
  for (const [index, kind] of KINDS.entries()) {
    const members: RoomMember[] = [];
    for (let seat = 0; seat < perRoom; seat += 1)
      members.push(await RoomMember.register(system, index * perRoom + seat));
    opened.push(await DrillRoom.open(trackId, kind, members, random));
  }
  const joins = new Joins();
  const running = [...opened.map((room) => room.run()), joins.run(opened, context)];
  await strikeAll(opened, context);
  for (const each of [...opened, joins]) each.stop();
  await Promise.all(running);
  await Promise.all(opened.map((room) => room.checkEnd(system)));
  const outcome = outcomeOf(opened, joins);
  for (const { members } of opened) for (const member of members) member.leave();
  return outcome;
}
