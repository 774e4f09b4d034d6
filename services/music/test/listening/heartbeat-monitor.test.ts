import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { newId } from '@downbeat/shared/ids';
import { captureLog } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { HeartbeatMonitor } from '../../src/listening/socket/heartbeat-monitor.ts';

function connectionOf(signIn: string, closed: string[]) {
  const principal = {
    userId: newId(),
    sessionId: signIn,
    role: 'listener' as const,
    displayName: 'Ada',
    emailVerified: true,
    tokenExpiresAt: new Date(),
  };
  const ids = { connectionId: newId(), sessionId: newId(), memberId: 'ada:phone', deviceId: 'phone' };
  return {
    identity: { ...ids, principal },
    heartbeat: () => undefined,
    close: () => void closed.push(signIn),
  };
}

/** A watch over one socket of each sign-in, on timers that the test turns by hand. */
function watchOver(t: Test, signIns: readonly string[], isRevoked: (signIn: string) => Promise<boolean>) {
  mock.timers.enable({ apis: ['setInterval'] });
  const closed: string[] = [];
  const log = captureLog();
  const connections = signIns.map((signIn) => connectionOf(signIn, closed));
  const presence = {
    refresh: async () => [],
    enter: async () => 'present' as const,
    claimSocket: async () => true,
    releaseSocket: async () => undefined,
  };
  const registry = { all: () => [] };
  const monitor = new HeartbeatMonitor({
    connections: { connections, has: () => true },
    registry,
    presence,
    logger: log.logger,
    isRevoked,
  });
  monitor.start();
  t.teardown(() => {
    monitor.stop();
    mock.timers.reset();
  });
  return { closed, log, pass: () => mock.timers.tick(limits.revocationMs) };
}

const signIns = Array.from({ length: 40 }, (_, n) => `sign-in ${n}`);

t.test('while the answers are late nobody is asked again, and few at once', async (t) => {
  let asked = 0;
  let answer = Promise.withResolvers<boolean>();
  const { closed, pass } = watchOver(t, signIns, () => {
    asked += 1;
    return answer.promise;
  });
  for (let time = 0; time < 50; time += 1) pass();
  t.equal(asked, 16);
  const late = answer;
  answer = Promise.withResolvers<boolean>();
  answer.resolve(true);
  late.resolve(false);
  await turn();
  t.equal(asked, 40, 'the others are asked as answers come');
  t.same(closed, signIns.slice(16));
  pass();
  await turn();
  t.equal(asked, 80, 'and all of them again, once');
});

t.test('one about whom nothing can be learnt spares the others no question', async (t) => {
  const { closed, log, pass } = watchOver(t, signIns, async (signIn) => {
    if (signIn === 'sign-in 3') throw new Error('the database is away');
    return signIn === 'sign-in 39';
  });
  pass();
  await turn();
  t.same(closed, ['sign-in 39']);
  t.match(log.saying('sign-ins could not be checked'), [{ reason: 'the database is away' }]);
});

t.test('a socket that leaves while its place is spoken for gives that place back again', async (t) => {
  const [stays, leaves] = ['stays', 'leaves'].map((signIn) => connectionOf(signIn, []));
  const present = new Set([stays!, leaves!]);
  const places = new Set<string>();
  const presence = {
    refresh: async () => [],
    enter: async () => 'present' as const,
    claimSocket: async (_userId: string, connectionId: string) => {
      present.delete(leaves!);
      places.add(connectionId);
      return true;
    },
    releaseSocket: async (_userId: string, connectionId: string) => void places.delete(connectionId),
  };
  const monitor = new HeartbeatMonitor({
    connections: {
      connections: [stays!, leaves!],
      has: (connection) => present.has(connection as typeof stays & object),
    },
    registry: { all: () => [] },
    presence,
    logger: captureLog().logger,
    isRevoked: async () => false,
  });
  await monitor.refresh();
  t.strictSame([...places], [stays!.identity.connectionId]);
});
