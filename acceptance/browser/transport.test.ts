// The transport controls, on a slow connection.
import t from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { launchBrowser } from './browser.ts';
import { createVisitors, listenTogether, openPlaylist, pause, player } from './visitor.ts';

const [system, browser] = await Promise.all([systemUnderTest(t, { page: true }), launchBrowser()]);
t.teardown(() => browser.close());
const visitor = createVisitors(system, browser);
const artist = await signedInClient(system, 'Ada', 'artist');
const first = await upload(artist, 'harbour-lights.mp3');
const second = await upload(artist, 'paper-rockets.mp3');

await t.test(
  'seeks to where held keys point over a slow connection, and goes on to the next track',
  async (t) => {
    const { page, client } = await visitor('Kim', async (page) => {
      await page.routeWebSocket(/\/socket\?/, (socket) => {
        const server = socket.connectToServer();
        // Delays every message; their order stays.
        socket.onMessage((message) => void setTimeout(() => server.send(message), 60));
        server.onMessage((message) => void setTimeout(() => socket.send(message), 60));
      });
    });
    await openPlaylist(page, client, 'Two', [first.id, second.id]);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await pause(page);
    await listenTogether(page);
    const position = page.getByRole('slider', { name: 'Position' });
    await position.focus();
    await page.keyboard.press('Home');
    for (let second = 0; second < 10; second += 1) await page.keyboard.press('ArrowRight');
    const thumb = (text: RegExp) =>
      page.waitForFunction(
        (source) =>
          new RegExp(source).test(
            document.querySelector('[type=range]')?.getAttribute('aria-valuetext') ?? '',
          ),
        text.source,
      );
    await thumb(/^0:10 of/);
    t.equal(await page.getByRole('alert').count(), 0);
    await player(page).getByRole('button', { name: 'Play', exact: true }).click();
    await player(page).getByRole('button', { name: 'Pause' }).waitFor();
    await position.press('End');
    const next = page.getByRole('list', { name: 'Queue' }).getByRole('listitem').nth(1);
    await next.locator('[aria-current=true]').waitFor();
    await thumb(/^0:0[1-9] of/);
    t.equal(await page.getByRole('alert').count(), 0);
  },
);
