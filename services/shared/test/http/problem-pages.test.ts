import t from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import problems from '../../src/generated/problems.gen.json' with { type: 'json' };
import { assertProblemsExplained } from '../../test-kit/index.ts';
import { build, config, listen } from './fixture.ts';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

void t.test('every code has a page with its cause and its remedy', async (t) => {
  const app = await build(t, {}, () => undefined);
  assertProblemsExplained(t, commonErrors);
  for (const [code, { title, cause, remedy }] of Object.entries(problems)) {
    const reply = await app.inject(`/problems/${code.toLowerCase().replaceAll('_', '-')}`);
    t.equal(reply.statusCode, 200, code);
    t.equal(reply.headers['content-type'], 'text/html; charset=utf-8');
    t.match(reply.headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-[^']+';/);
    t.match(reply.body, `<code>${code}</code>`);
    t.match(reply.body, /<h2>Cause<\/h2>\n<p>.{20,}<\/p>/);
    t.match(reply.body, /<h2>Remedy<\/h2>\n<p>.{6,}<\/p>/);
    for (const words of [title, cause, remedy]) t.ok(words.length > 5, `${code}: ${words}`);
    t.notMatch(reply.body, /`/, 'no Markdown is left');
  }
});

void t.test('lists all pages, escapes what stands in them, and knows no other', async (t) => {
  const app = await build(t, {}, () => undefined);
  const list = await app.inject('/problems');
  t.equal([...list.body.matchAll(/<dt>/g)].length, Object.keys(problems).length);
  t.match(list.body, '<a href="problems/track-not-found"><code>TRACK_NOT_FOUND</code></a>, status 404');
  const page = await app.inject('/problems/precondition-failed');
  t.match(page.body, 'authorization: Bearer $TOKEN&quot;');
  const stale = await app.inject('/problems/stale-revision');
  t.match(stale.body, '<code>STALE_REVISION</code>, message of a room');
  const closed = await app.inject('/problems/close-4005');
  t.match(closed.body, '<code>CLOSE_4005</code>, close code 4005 of a room, replaced');
  for (const url of ['/problems/nothing', '/problems/TRACK_NOT_FOUND', '/problems/__proto__']) {
    const reply = await app.inject(url);
    t.equal(reply.statusCode, 404, url);
    t.match(reply.json(), { code: 'NOT_FOUND' });
  }
});

void t.test('the type of every problem leads to the pages of the installation', async (t) => {
  const own = { ...config, PROBLEM_BASE_URL: 'https://api.example.com/problems' };
  const app = await build(t, {}, () => undefined, { config: own });
  const type = 'https://api.example.com/problems/not-found';
  t.match((await app.inject('/nowhere')).json(), { type });
  t.match((await app.inject('/%zz')).json(), { type: 'https://api.example.com/problems/bad-request' });
  const { port } = await listen(app);
  const socket = connect(port, '127.0.0.1');
  socket.write('not http\r\n\r\n');
  t.match(await text(socket), 'https://api.example.com/problems/bad-request');
});
