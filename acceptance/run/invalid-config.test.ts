// `make run` with invalid settings for every service: it exits and prints all of them.
import t from 'tap';
import { givenServers, groupsAlive, pidsOf, startRun } from './run-process.ts';

await t.test('prints the invalid settings of every service and restarts none', async (t) => {
  const wrong = {
    AUTH_ARTIST_SIGNUP: 'invalid',
    MUSIC_STORAGE: 'tape',
    NOTIFICATION_SMTP_URL: 'not-a-url',
  };
  const run = await startRun(t, { env: { ...(await givenServers(t)), ...wrong } });
  await run.waitForOutput('refuses its environment, so it stays down.');
  const pids = pidsOf(run);
  t.equal(await run.ended, 1);
  const printed = run.output().trim().split('\n\n').at(-1) ?? '';
  t.match(
    printed,
    new RegExp(
      [
        '^auth cannot start, its environment has 1 fault\\(s\\):\n  ARTIST_SIGNUP: must .+',
        'music cannot start, its environment has 1 fault\\(s\\):\n  STORAGE: must .+',
        'notification cannot start, its environment has 1 fault\\(s\\):\n  SMTP_URL: must .+',
        'Each is set in services/<service>/.env, or in the shell .+$',
      ].join('\n'),
    ),
  );
  t.notMatch(run.output(), /started again|died/);
  t.strictSame(groupsAlive(pids), []);
});
