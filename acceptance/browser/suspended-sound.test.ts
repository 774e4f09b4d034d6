// A browser that keeps a page silent until a click, as users' browsers do: the page offers the sound, and one click brings it.
import { poll } from '@downbeat/deploy/poll';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import type { Page } from 'playwright-core';
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { tapOutput } from './loudness.ts';
import { readOutput } from './sound.ts';
import { createVisitors, player } from './visitor.ts';

const NAME = 'Turn the sound on';
const AUDIBLE = 0.001;
const LATE_MS = 100;

const [system, browser] = await Promise.all([
  systemUnderTest(t, { page: true }),
  launchBrowser({ mayPlay: false }),
]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
const { id: trackId } = await upload(artist, 'harbour-lights.mp3');

/** Looks at a page that was never clicked. Playwright's own looks count as a click to the browser. */
async function onlooker(page: Page): Promise<<T>(expression: string) => Promise<T>> {
  const devtools = await page.context().newCDPSession(page);
  return async <T>(expression: string) => {
    const { result } = await devtools.send('Runtime.evaluate', { expression, returnByValue: true });
    return result.value as T;
  };
}

const listened = async (page: Page): Promise<void> => {
  await page.addInitScript(tapOutput);
};

/** Again while the room changes, e.g. because the page comes: a command is refused then (STALE_REVISION). */
const command = (send: () => Promise<unknown>): Promise<unknown> =>
  poll(send, { withinMs: 10_000, what: 'an accepted command' });

const heard = (page: Page): Promise<void> =>
  poll(
    async () => {
      const loudness = await page.evaluate(() => window.loudness());
      if (loudness < AUDIBLE) throw new Error(`the samples are at most ${loudness}`);
    },
    { withinMs: 15_000, everyMs: 50, what: 'sound' },
  );

await t.test('sounds at the click on play, and offers nothing else', async (t) => {
  const { page, errors } = await visitor('Sol', listened);
  await page.getByRole('button', { name: 'Play Harbour Lights' }).first().click();
  await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await heard(page);
  t.equal(await page.getByRole('button', { name: NAME }).count(), 0);
  t.same(errors, []);
});

await t.test('offers the sound that another device has sent here, and sounds at one click', async (t) => {
  const { page, client, errors } = await visitor('Uma', listened);
  const { id } = await client.music.createSession({ trackIds: [trackId], name: 'Kitchen' });
  const phone = await client.listen(id, {
    player: new SimulatedPlayer({ clock: performanceClock }),
    deviceId: 'phone',
  });
  t.teardown(() => phone.close());
  await command(() => phone.setRepeat('one'));
  await command(() => phone.play());
  const look = await onlooker(page);
  await page.reload({ waitUntil: 'commit' });
  const remote = await poll(
    async () => {
      const other = phone.devices.find(({ isThis }) => !isThis);
      if (other === undefined) throw new Error('the page is not there yet');
      return other;
    },
    { withinMs: 20_000, what: 'the page as a remote' },
  );
  await command(() => phone.setOutputs([remote.memberId]));
  const button = await poll(
    async () => {
      const boxes = await look<{ x: number; y: number }[]>(
        `[...document.querySelectorAll('button')].filter(({ textContent }) => textContent === '${NAME}')
          .map((button) => button.getBoundingClientRect())
          .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))`,
      );
      if (boxes.length !== 1) throw new Error(`${boxes.length} buttons`);
      return boxes[0]!;
    },
    { withinMs: 15_000, what: 'one button' },
  );
  t.equal(await look('navigator.userActivation.hasBeenActive'), false, 'the page was never clicked');
  t.equal(await look('window.loudness()'), 0, 'and is silent');
  await page.mouse.click(button.x, button.y);
  await heard(page);
  await page.getByRole('button', { name: NAME }).waitFor({ state: 'detached' });
  const inPlace = async (): Promise<number> => {
    const { positionMs, atMs } = (await readOutput(page)) ?? { positionMs: NaN, atMs: 0 };
    const late = phone.positionMs() - (positionMs + Date.now() - atMs);
    if (!(Math.abs(late) < LATE_MS)) throw new Error(`${late} ms late`);
    return late;
  };
  t.comment(
    `${(await poll(inPlace, { withinMs: 10_000, what: 'the place of the room' })).toFixed(1)} ms late`,
  );
  t.same(errors, []);
});
