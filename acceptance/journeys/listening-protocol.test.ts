// docs/listening-protocol.md: its conversation is replayed, and its two clients hear what the SDK's listener hears.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '@downbeat/deploy/paths';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { signedInClient, upload } from '../system/clients.ts';
import { isMissing, pythonTool } from '../system/fetched-tool.ts';
import { systemUnderTest } from '../system/start.ts';

const page = readFileSync(join(root, 'docs/listening-protocol.md'), 'utf8');
const ANY = '…';
const WITHIN_MS = 20;
const LINES = 20;
const LIMIT_MS = 30_000;

// The length of a track must not change while the test compares it.
const system = await systemUnderTest(t, { env: { MUSIC_ANALYSES_AT_ONCE: '0' } });
const owner = await signedInClient(system, 'Ada', 'artist');
const { id: trackId } = await upload(owner, 'harbour-lights.mp3');

/** The code block of the page that begins with this line. */
function blockOf(heading: string): string {
  const [, block] = new RegExp(`^\`\`\`${heading}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  if (block === undefined) throw new Error(`the page has no block "${heading}"`);
  return block;
}

/** What the page shows of a value: the same, or `…` for what differs each time. */
function shownAs(example: unknown, value: unknown): unknown {
  if (example === ANY) return ANY;
  if (Array.isArray(example) && Array.isArray(value))
    return value.map((item, index) => shownAs(example[index], item));
  if (typeof example !== 'object' || example === null || typeof value !== 'object' || value === null)
    return value;
  const examples = example as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, shownAs(examples[name], part)]),
  );
}

/** The messages of a socket, in their order. */
function messagesOf(socket: WebSocket): () => Promise<Record<string, unknown>> {
  const received: Record<string, unknown>[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()) as Record<string, unknown>);
    wake();
  });
  return async () => {
    const deadline = AbortSignal.timeout(LIMIT_MS);
    while (received.length === 0)
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        deadline.addEventListener('abort', () => reject(new Error('no further message')), { once: true });
      });
    return received.shift() ?? {};
  };
}

await t.test('the conversation of the page', async (t) => {
  const session = await owner.music.createSession({ trackIds: [trackId] });
  const { socketPath } = await owner.music.createTicket({ sessionId: session.id, deviceId: 'speaker' });
  const socket = new WebSocket(system.musicUrl.replace('http', 'ws') + socketPath, 'downbeat.v1');
  t.teardown(() => socket.close());
  const next = messagesOf(socket);
  for (const line of blockOf('transcript').trim().split('\n')) {
    const text = line.slice(2);
    if (line.startsWith('> ')) socket.send(text);
    else {
      const example = JSON.parse(text) as unknown;
      t.strictSame(shownAs(example, await next()), example);
    }
  }
  t.equal(socket.protocol, 'downbeat.v1');
});

/** The first lines of a client that has something to say, as instants of the wall clock and positions. */
async function heardBy(t: Test, command: string, args: string[]): Promise<[number, number][]> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT_MS });
  t.teardown(() => child.kill());
  const heard: [number, number][] = [];
  for await (const line of createInterface(child.stdout)) {
    const [wallMs, positionMs] = line.split(' ').map(Number);
    if (Number.isFinite(positionMs)) heard.push([wallMs!, positionMs!]);
    if (heard.length === LINES) break;
  }
  return heard;
}

async function assertHears(t: Test, command: string, program: string): Promise<void> {
  const session = await owner.music.createSession({ trackIds: [trackId] });
  const guest = await signedInClient(system, 'Bob');
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await owner.listen(session.id, { player, deviceId: 'sdk' });
  t.teardown(() => room.close());
  await room.play();
  const token = guest.session.current?.accessToken ?? '';
  const heard = await heardBy(t, command, [program, system.musicUrl, token, session.inviteCode]);
  t.equal(heard.length, LINES);
  // The track plays on, so what the SDK's listener heard at an instant follows from what it hears now.
  const [nowMs, nowPositionMs] = [Date.now(), player.heardPositionMs(performanceClock.nowUs()) ?? NaN];
  const errors = heard.map(([wallMs, positionMs]) => positionMs - (nowPositionMs - (nowMs - wallMs)));
  const greatest = Math.max(...errors.map(Math.abs));
  t.ok(greatest <= WITHIN_MS, `${greatest.toFixed(1)} ms from what the SDK's listener hears`);
}

await t.test('the client in JavaScript hears what the SDK hears', async (t) => {
  const folder = t.testdir({ 'listener.mjs': blockOf('js client') });
  await assertHears(t, process.execPath, join(folder, 'listener.mjs'));
});

await t.test('the client in Python hears what the SDK hears', async (t) => {
  const environment = await pythonTool('websockets', '15.0.1');
  if (isMissing(environment)) {
    process.stderr.write(`\n${t.name}: SKIPPED, the package cannot be had here: ${environment.reason}\n`);
    t.plan(0, 'the package cannot be had here');
    return;
  }
  const folder = t.testdir({ 'listener.py': blockOf('python client') });
  await assertHears(t, join(environment, 'bin/python'), join(folder, 'listener.py'));
});
