import { mock } from 'node:test';
import { captureLog } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { OutputWatch } from '../../src/listening/room/output-watch.ts';
import { Room } from '../../src/listening/room/room.ts';
import { ConnectionManager } from '../../src/listening/socket/connection-manager.ts';

/** One socket that waits for its room; the stores behind it only record what they are asked for. */
function waitingSocket(t: Test) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const acquiring = Promise.withResolvers<Room>();
  const closed = Promise.withResolvers<undefined>();
  const calls: string[] = [];
  const record = (name: string) => async () => void calls.push(name);
  const manager = new ConnectionManager({
    registry: {
      acquire: () => acquiring.promise,
      release: () => calls.push('release'),
      wake: record('wake'),
    },
    loader: { load: async () => ({ room: {} }) },
    seats: { take: record('take'), refresh: record('refresh') },
    presence: { claimSocket: record('claim'), leave: record('leave'), releaseSocket: record('uncount') },
    broadcaster: { reportMissingTrack: record('report') },
    outputWatch: { left: record('watch'), playing: record('watch') },
    store: {},
    timebase: {},
    logger: captureLog().logger,
  } as unknown as ConstructorParameters<typeof ConnectionManager>[0]);
  const connection = {
    identity: { sessionId: 'session' },
    open: true,
    hasSnapshot: false,
    closed: closed.promise,
    close(reason: string) {
      calls.push(reason);
      connection.open = false;
      closed.resolve(undefined);
    },
  };
  const accepted = manager.accept(
    ...([connection, {}] as unknown as Parameters<ConnectionManager['accept']>),
  );
  return { connection, acquiring, accepted, calls };
}

t.test('gives no seat to a socket whose client gave up while the room was opened', async (t) => {
  const { connection, acquiring, accepted, calls } = waitingSocket(t);
  connection.open = false;
  acquiring.resolve(new Room('session'));
  await accepted;
  t.same(calls, ['leave', 'release', 'goingAway']);
});

t.test('closes a socket that has no snapshot within 10 s, and lets its room go when it opens', async (t) => {
  const { acquiring, accepted, calls } = waitingSocket(t);
  mock.timers.tick(limits.acceptMs);
  await accepted;
  t.same(calls, ['failure']);
  acquiring.resolve(new Room('session'));
  await acquiring.promise;
  await Promise.resolve();
  t.same(calls, ['failure', 'release']);
});

t.test('pauses what plays without its outputs, also when the instance has not seen them leave', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const paused: string[] = [];
  const watch = new OutputWatch({
    commands: { pauseUnheard: async (sessionId: string) => void paused.push(sessionId) },
    timebase: { nowUs: () => 0 },
    logger: captureLog().logger,
  } as unknown as ConstructorParameters<typeof OutputWatch>[0]);
  const known = (state: string, devices: object[] | null) =>
    ({ timeline: { state }, room: { outputs: { devices } } }) as unknown as Parameters<
      OutputWatch['playing']
    >[1];
  watch.playing('all sound', known('playing', null));
  watch.playing('paused', known('paused', [{}]));
  watch.playing('chosen', known('playing', [{}]));
  mock.timers.tick(limits.outputsAwayMs);
  t.same(paused, ['chosen']);
});
