import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { newId } from '@downbeat/shared/ids';
import { captureLog } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { limits } from '../../src/listening/model/limits.ts';
import { HeartbeatMonitor } from '../../src/listening/socket/heartbeat-monitor.ts';

function connectionOf(authSession: string, closed: string[]) {
  const principal = {
    userId: newId(),
    authSessionId: authSession,
    role: 'listener' as const,
    displayName: 'Ada',
    emailVerified: true,
    tokenExpiresAt: new Date(),
  };
  const ids = { ticket: 1, sessionId: newId(), memberId: 'ada:phone', deviceId: 'phone' };
  return {
    identity: { ...ids, principal },
    hasSnapshot: true,
    heartbeat: () => undefined,
    close: () => void closed.push(authSession),
  };
}

/** A monitor of one socket per sign-in, with mocked timers. */
function monitorOf(
  t: Test,
  authSessions: readonly string[],
  isRevoked: (authSession: string) => Promise<boolean>,
) {
  mock.timers.enable({ apis: ['setInterval'] });
  const closed: string[] = [];
  const log = captureLog();
  const connections = authSessions.map((authSession) => connectionOf(authSession, closed));
  const monitor = new HeartbeatMonitor({
    connections: { connections },
    registry: { all: () => [] },
    seats: { refresh: async () => undefined },
    presence: { claimSocket: async () => true },
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

const authSessions = Array.from({ length: 40 }, (_, n) => `sign-in ${n}`);

t.test('checks all sign-ins, and none again while a check is running', async (t) => {
  let checks = 0;
  let answer = Promise.withResolvers<boolean>();
  const { closed, pass } = monitorOf(t, authSessions, () => {
    checks += 1;
    return answer.promise;
  });
  for (let time = 0; time < 50; time += 1) pass();
  t.equal(checks, 40);
  const late = answer;
  answer = Promise.withResolvers<boolean>();
  answer.resolve(true);
  late.resolve(false);
  await turn();
  t.same(closed, []);
  pass();
  await turn();
  t.equal(checks, 80, 'all of them once more');
  t.same(closed, authSessions);
});

t.test('checks the other sign-ins when one check fails', async (t) => {
  const { closed, log, pass } = monitorOf(t, authSessions, async (authSession) => {
    if (authSession === 'sign-in 3') throw new Error('the database is away');
    return authSession === 'sign-in 39';
  });
  pass();
  await turn();
  t.same(closed, ['sign-in 39']);
  t.match(log.withMessage('auth sessions could not be checked'), [{ reason: 'the database is away' }]);
});

t.test('keeps counting the devices of members, but not those of sockets without a snapshot', async (t) => {
  const [admitted, waiting] = ['admitted', 'waiting'].map((authSession) => connectionOf(authSession, []));
  const counted: string[] = [];
  const monitor = new HeartbeatMonitor({
    connections: { connections: [admitted!, { ...waiting!, hasSnapshot: false }] },
    registry: { all: () => [] },
    seats: { refresh: async () => undefined },
    presence: { claimSocket: async ({ sessionId }) => counted.push(sessionId) > 0 },
    logger: captureLog().logger,
    isRevoked: async () => false,
  });
  await monitor.refreshSockets();
  t.strictSame(counted, [admitted!.identity.sessionId]);
});
