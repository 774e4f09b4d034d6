// What an account keeps of the outputs of its devices: bounds, names, accounts apart, and writes at the same moment.
import t from 'tap';
import type { OutputDelayList } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { json } from './kit/harness.ts';

const music = await startMusic(t, { env: { CHANGES_PER_MINUTE: '1000' } });
const LIST = '/api/music/output-delays';

const pathOf = (deviceId: string, output: string) => `${LIST}/${deviceId}/${encodeURIComponent(output)}`;
const set = (who: Person, output: string, delayMs: unknown, deviceId = 'laptop') =>
  music.send('PUT', pathOf(deviceId, output), who, { delayMs });
const list = async (who: Person) => (await json<OutputDelayList>(await music.get(LIST, who), 200)).items;
const shortList = async (who: Person) =>
  (await list(who)).map(({ deviceId, output, delayMs }) => `${deviceId} ${output} ${delayMs}`);

t.test('keeps one delay for each output of a device, the last set one first', async (t) => {
  const [ada, bea] = [music.person(), music.person()];
  t.same(await list(ada), []);
  for (const [output, delayMs] of [
    ['speakers', 40],
    ['headphones', -3],
    ['speakers', 41],
  ] as const)
    t.equal((await set(ada, output, delayMs)).status, 204);
  await set(ada, 'speakers', 180, 'phone');
  t.same(await shortList(ada), ['phone speakers 180', 'laptop speakers 41', 'laptop headphones -3']);
  t.match((await list(ada))[0], { setAt: /^\d{4}-.*Z$/ });
  t.same(await list(bea), [], 'another account has its own');
  t.equal((await music.send('DELETE', pathOf('laptop', 'speakers'), bea)).status, 204);
  t.equal((await music.send('DELETE', pathOf('laptop', 'speakers'), ada)).status, 204);
  t.equal((await music.send('DELETE', pathOf('laptop', 'speakers'), ada)).status, 204, 'again');
  t.same(await shortList(ada), ['phone speakers 180', 'laptop headphones -3']);
  t.equal((await music.get(LIST)).status, 401);
});

t.test('takes any name that can be shown, and gives it back as it is', async (t) => {
  const ada = music.person();
  const names = ['$set', '$$ROOT.delays', '__proto__', 'Küche/links 100 %', '🎧', 'x'.repeat(64)];
  for (const name of names) t.equal((await set(ada, name, 1)).status, 204, name);
  t.same((await list(ada)).map(({ output }) => output).toReversed(), names);
  for (const name of names) await music.send('DELETE', pathOf('laptop', name), ada);
  t.same(await list(ada), []);
});

t.test('refuses a delay out of range, and a name or a device that is none', async (t) => {
  const ada = music.person();
  for (const delayMs of [-501, 2001, 0.5, '12', null]) {
    const response = await set(ada, 'speakers', delayMs);
    t.match(await response.json(), { code: 'VALIDATION_FAILED', errors: [{ field: 'delayMs' }] });
  }
  for (const [deviceId, output] of [
    ['laptop', 'two\nlines'],
    ['laptop', 'turned \u202e round'],
    ['laptop', 'x'.repeat(65)],
    ['no%20space', 'speakers'],
  ] as const) {
    const response = await set(ada, output, 1, deviceId);
    t.match(await response.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'path' }] }, output);
  }
  for (const delayMs of [-500, 2000]) t.equal((await set(ada, 'speakers', delayMs)).status, 204);
  t.same(await shortList(ada), ['laptop speakers 2000']);
});

t.test('keeps those that were set last, and loses none that are set at the same moment', async (t) => {
  const ada = music.person();
  const names = Array.from({ length: 8 }, (_, index) => `output ${index}`);
  const answers = await Promise.all(names.map((name, index) => set(ada, name, index)));
  t.ok(answers.every(({ status }) => status === 204));
  t.same((await list(ada)).map(({ output }) => output).sort(), names);
  const rows = music.app.mongo.db.collection<{ _id: string; delays: object[] }>('outputDelays');
  const delays = Array.from({ length: limits.outputDelays }, (_, index) => {
    return { deviceId: 'old', output: `${index}`, delayMs: index, setAt: new Date() };
  });
  await rows.updateOne({ _id: ada.id }, { $set: { delays } });
  await set(ada, 'speakers', 7);
  const kept = await shortList(ada);
  t.equal(kept.length, limits.outputDelays);
  t.equal(kept[0], 'laptop speakers 7');
  t.equal(kept.at(-1), 'old 1 1', 'the first one is gone');
});
