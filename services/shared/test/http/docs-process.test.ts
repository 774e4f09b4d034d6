import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import t, { type Test } from 'tap';
import { waitFor } from '../../test-kit/index.ts';
import { asked, build, logged, problem } from './fixture.ts';

/** The processes that are begun from here on; `meet` is told of each as soon as it runs. */
function watchProcesses(t: Test, meet?: (child: ChildProcess) => void): ChildProcess[] {
  const children: ChildProcess[] = [];
  const begun = (message: unknown): void => {
    const { process: child } = message as { process: ChildProcess };
    children.push(child);
    child.once('spawn', () => meet?.(child));
  };
  subscribe('child_process', begun);
  t.teardown(() => unsubscribe('child_process', begun));
  return children;
}

void t.test(
  'docs whose process dies fail whoever waits, at once, and are made at the next request',
  async (t) => {
    const log = logged();
    const app = await build(t, {}, () => undefined, { logger: log.logger });
    let deadly = true;
    const children = watchProcesses(t, (child) => deadly && child.kill('SIGKILL'));
    const [page, script] = await Promise.all(
      ['/docs', '/docs/js/scalar.js'].map((url) => app.inject({ url, headers: asked })),
    );
    for (const [reply, path] of [
      [page, '/docs'],
      [script, '/docs/js/scalar.js'],
    ] as const) {
      t.equal(reply?.statusCode, 500);
      t.equal(reply?.headers['cache-control'], 'no-store');
      t.strictSame(reply?.json(), problem(500, 'INTERNAL', 'Something went wrong on our side', path));
    }
    // That of a death: no time ran out.
    const failures = log.lines.filter(({ msg }) => msg === 'a request failed');
    t.match(failures, [
      { level: 'error', requestId: 'request-1', err: { message: 'the docs could not be rendered' } },
      { level: 'error', requestId: 'request-1', err: { message: 'the docs could not be rendered' } },
    ]);
    t.equal(children.length, 1, 'one process for both');

    deadly = false;
    const [made, again] = [await app.inject('/docs'), await app.inject('/docs')];
    t.match(made.body, /<title>Downbeat test<\/title>/);
    t.equal(again.body, made.body);
    t.equal(children.length, 2, 'made once, and kept');
  },
);

void t.test('the process is gone once it has rendered', async (t) => {
  const app = await build(t, {}, () => undefined);
  const children = watchProcesses(t);
  t.equal((await app.inject('/docs')).statusCode, 200);
  t.equal(children.length, 1);
  t.equal(await waitFor('the process to end', () => children[0]?.signalCode), 'SIGKILL');
});
