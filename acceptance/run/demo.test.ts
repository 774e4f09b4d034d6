// `make run` where an administrator decides who is an artist: the demo's artists are admitted by the operator's command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Downbeat } from '@downbeat/sdk';
import t from 'tap';
import { givenServers, pidsOf, root, startRun } from './child.ts';

const manifest = readFileSync(join(root, 'deploy/demo/tracks/manifest.json'), 'utf8');
const { tracks } = JSON.parse(manifest) as { tracks: { title: string; artist: string }[] };

await t.test(
  'the demo is made where artists need approval, and a stop that has to kill ends with 1',
  async (t) => {
    const run = await startRun(t, { env: { ...(await givenServers(t)), AUTH_ARTIST_SIGNUP: 'approval' } });
    await run.said('Downbeat is running');
    await run.said('demo          accounts, tracks and playlists are made');
    const { auth, music } = run.ports;
    const password = /Password +(\S+)/.exec(run.output())?.[1] ?? '';
    const downbeat = new Downbeat({
      authUrl: `http://127.0.0.1:${auth}`,
      musicUrl: `http://127.0.0.1:${music}`,
    });
    const roles = ['lena', 'nadia', 'club', 'admin'].map(async (name) => {
      const { user } = await downbeat.auth.login({ email: `${name}@downbeat.example`, password });
      return user.role;
    });
    t.strictSame(await Promise.all(roles), ['listener', 'artist', 'artist', 'admin']);
    const { items } = await downbeat.music.listTracks({});
    t.strictSame(
      items.map(({ title, artist }) => `${title} by ${artist.name}`).sort(),
      tracks.map(({ title, artist }) => `${title} by ${artist}`).sort(),
    );

    // Frozen, it hears no SIGTERM.
    process.kill(pidsOf(run).get('mail')!, 'SIGSTOP');
    run.signal('SIGINT');
    t.equal(await run.ended, 1);
    t.match(run.output(), 'mail          did not stop within 3 s, killed');
  },
);
