// A run whose services are given what they cannot use: it ends at once, with everything that any of them refuses.
import t from 'tap';
import { givenServers, groupsAlive, pidsOf, startRun } from './child.ts';

await t.test('every service that refuses its environment is told of, and none is tried again', async (t) => {
  const wrong = {
    AUTH_ARTIST_SIGNUP: 'perhaps',
    MUSIC_STORAGE: 'the attic',
    NOTIFICATION_SMTP_URL: 'pigeon',
  };
  const run = await startRun(t, { env: { ...(await givenServers(t)), ...wrong } });
  await run.said('refuses its environment, so it stays down.');
  const pids = pidsOf(run);
  t.equal(await run.ended, 1);
  const told = run.output().trim().split('\n\n').at(-1) ?? '';
  t.match(
    told,
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
