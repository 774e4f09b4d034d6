import { Registry } from '@prometheus-io/client';
import t from 'tap';
import { gaugeWhenScraped, type Sample } from '@downbeat/shared/metrics';

const waiting = { name: 'waiting', help: 'What waits' };

async function linesOf(registry: Registry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

t.test('the samples of a scrape replace those of the scrape before', async (t) => {
  const registry = new Registry();
  let samples: Sample[] = [
    [{ queue: 'a' }, 1],
    [{ queue: 'b' }, 2],
  ];
  gaugeWhenScraped(registry, { ...waiting, labelNames: ['queue'], read: async () => samples });
  t.strictSame(await linesOf(registry), ['waiting{queue="a"} 1', 'waiting{queue="b"} 2']);
  samples = [[{ queue: 'b' }, 3]];
  t.strictSame(await linesOf(registry), ['waiting{queue="b"} 3']);
});

t.test('a gauge that cannot be read is absent, and the others are reported', async (t) => {
  const registry = new Registry();
  let away = true;
  const read = async (): Promise<Sample[]> => {
    if (away) throw new Error('the database is away');
    return [[{}, 7]];
  };
  gaugeWhenScraped(registry, { ...waiting, labelNames: [], read });
  gaugeWhenScraped(registry, { name: 'other', help: 'Another', labelNames: [], read: async () => [[{}, 1]] });
  t.strictSame(await linesOf(registry), ['other 1']);
  away = false;
  t.strictSame(await linesOf(registry), ['waiting 7', 'other 1']);
  away = true;
  t.strictSame(await linesOf(registry), ['other 1'], 'and not what it was before');
});

t.test('a gauge is waited for at most 1 s, and read once for concurrent scrapes', async (t) => {
  const registry = new Registry();
  const answer = Promise.withResolvers<Sample[]>();
  let asked = 0;
  const read = (): Promise<Sample[]> => {
    asked += 1;
    return answer.promise;
  };
  gaugeWhenScraped(registry, { ...waiting, labelNames: [], read });
  const startedAt = performance.now();
  t.strictSame(await Promise.all([linesOf(registry), linesOf(registry)]), [[], []]);
  t.ok(performance.now() - startedAt < 5_000, 'bounded, even on a busy machine');
  t.strictSame(await linesOf(registry), []);
  t.equal(asked, 1);
  answer.resolve([[{}, 5]]);
  t.strictSame(await linesOf(registry), ['waiting 5']);
});
