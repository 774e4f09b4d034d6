// The transport controls, on a slow connection, by keys and by the system's own; likes, ratings, what was heard; a service away.
import { poll } from '@downbeat/deploy/poll';
import { libraryOf } from '@downbeat/sdk/library';
import t from 'tap';
import { password, signedInClient, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';
import { silentWav } from '../system/wav.ts';
import { launchBrowser } from './browser.ts';
import { watchMediaSession } from './media-session.ts';
import { createVisitors, listenTogether, openPlaylist, pause, player, room, visit } from './visitor.ts';

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

await t.test('likes a track on a phone, still after a reload, and shows what was heard', async (t) => {
  const { id } = await artist.music.createTrack({ audio: silentWav(6), title: 'Half a Minute' });
  const { promise: isPressed, resolve: pressed } = Promise.withResolvers<unknown>();
  const { page, errors } = await visitor('Phone', async (page) => {
    // Whether the tracks are liked is answered after the heart was pressed.
    await page.route(/\/track-states/, async (route) => {
      const answer = await route.fetch();
      await isPressed;
      await route.fulfill({ response: answer });
    });
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await visit(page, 'Search');
  const heart = page.getByRole('button', { name: 'Like Half a Minute', pressed: false });
  await heart.waitFor();
  await heart.click();
  const answered = page.waitForEvent('requestfinished', (request) => /track-states/.test(request.url()));
  pressed(undefined);
  await answered;
  const liked = page.getByRole('button', { name: 'Like Half a Minute', pressed: true });
  await liked.waitFor();
  await visit(page, 'Playlists');
  await page.getByRole('link', { name: 'Liked' }).click();
  const list = page.getByRole('list', { name: 'Liked tracks' });
  await list.getByText('Half a Minute').waitFor();
  await liked.waitFor();
  await page.reload();
  await liked.waitFor();

  await list.getByRole('button', { name: 'Play Half a Minute' }).click();
  const isCounted = async (): Promise<boolean> => {
    const { items } = await libraryOf(artist).listTrackStates({ ids: id });
    return items[0]?.plays === 1;
  };
  await poll(
    async () => {
      if (!(await isCounted())) throw new Error('not counted yet');
    },
    { withinMs: 60_000, everyMs: 200, what: 'the play' },
  );
  await visit(page, 'Playlists');
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('list', { name: 'Plays' }).getByText('Half a Minute').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click();
  const recent = page.getByRole('region', { name: 'Recently played' });
  await recent.getByRole('button', { name: 'Half a Minute' }).first().waitFor();

  await visit(page, 'Playlists');
  await page.getByRole('link', { name: 'Liked' }).click();
  await liked.click();
  await page.getByRole('heading', { name: 'What you like will be here' }).waitFor();
  t.same(errors, []);
});

await t.test('rates by the keys, takes back what is refused, and lists what is rated', async (t) => {
  const title = 'Starry';
  const { id } = await artist.music.createTrack({ audio: silentWav(6), title });
  const { page, client } = await visitor('Stella');
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: title }).first();
  const openRating = async (): Promise<void> => {
    await row.getByRole('button', { name: `More for ${title}` }).click();
    await page.getByRole('menuitem', { name: 'Rate' }).click();
  };
  const stars = (count: string, checked: boolean) => page.getByRole('radio', { name: count, checked });
  await visit(page, 'Search');
  await openRating();
  await stars('1 star', false).focus();
  await page.keyboard.press('Space');
  for (let star = 2; star <= 4; star += 1) await page.keyboard.press('ArrowRight');
  await stars('4 stars', true).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  const own = async (): Promise<number | null> => {
    const { items } = await libraryOf(client).listTrackStates({ ids: id });
    return items[0]?.userRating ?? null;
  };
  const settled = (rating: number | null) =>
    poll(
      async () => {
        if ((await own()) !== rating) throw new Error('not yet');
      },
      { withinMs: 30_000, everyMs: 100, what: 'the rating' },
    );
  await settled(4);

  await visit(page, 'Playlists');
  await page.getByRole('link', { name: 'Rated' }).click();
  await row.getByRole('img', { name: '4 stars' }).waitFor();
  await page.reload();
  await openRating();
  await page.getByText('4.0 of 5, 1 rating').waitFor();
  const refusal = {
    status: 409,
    contentType: 'application/problem+json',
    headers: { 'access-control-allow-origin': '*' },
    body: JSON.stringify({ title: 'Full', status: 409, code: 'RATING_LIMIT_REACHED' }),
  };
  await page.route(/\/rating$/, (route) => route.fulfill(refusal), { times: 1 });
  await stars('2 stars', false).click();
  await page.getByRole('alert').waitFor();
  await stars('4 stars', true).waitFor();
  await page.getByRole('button', { name: `Take your rating of ${title} back` }).click();
  await settled(null);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'What you rate will be here' }).waitFor();
  t.equal(await own(), null);
});

await t.test('seeks in the waveform, and on a phone too', async (t) => {
  const library = libraryOf(artist);
  await poll(
    async () => {
      const { state, waveform } = await library.getTrackAnalysis({ trackId: first.id });
      if (waveform === null) throw new Error(`the analysis is ${state}`);
    },
    { withinMs: 60_000, everyMs: 200, what: 'the waveform' },
  );
  const { page, client, errors } = await visitor('Wei');
  await openPlaylist(page, client, 'Waves', [first.id]);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(page);
  await page.keyboard.press('f');
  const wave = page.getByRole('slider', { name: 'Waveform' });
  await wave.waitFor();
  const played = page.locator('.playing-wave .wave-played path');
  t.match(await played.getAttribute('d'), /^(M[\d.]+ \d+h\.6v\d+h-\.6z){160}$/);
  await wave.click({ position: { x: (await wave.boundingBox())!.width / 2, y: 20 } });
  const half = new RegExp(`^0:0?${Math.floor(first.durationMs / 2000)} of`);
  await poll(
    async () => {
      const text = (await wave.getAttribute('aria-valuetext'))!;
      if (!half.test(text)) throw new Error(`${text} is not ${half}`);
    },
    { withinMs: 10_000, what: 'the middle of the track' },
  );
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('slider', { name: 'Position' }).waitFor();
  t.equal(await page.locator('.playing-controls .wave').isVisible(), true);
  t.equal(await wave.isVisible(), false, 'once on a phone');

  t.same(errors, []);
});

await t.test('shows a plain line of time where the waveform cannot be had', async (t) => {
  const { page, client } = await visitor('Pia', async (page) => {
    await page.route(/\/analysis$/, (route) => route.fulfill({ status: 503, body: '' }));
  });
  await openPlaylist(page, client, 'Plain', [first.id]);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const refused = page.waitForResponse(/\/analysis$/);
  await page.keyboard.press('f');
  await refused;
  await page.getByRole('heading', { name: 'Harbour Lights' }).waitFor();
  await player(page).getByRole('slider', { name: 'Position' }).waitFor();
  t.equal(await page.locator('.wave').count(), 0);
  t.equal(await page.getByRole('alert').count(), 0);
});

await t.test('has every control in the bar, on the keys, and for the system', async (t) => {
  const { page, client, errors } = await visitor('Bo', async (page) => {
    await page.addInitScript(watchMediaSession);
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  const titles = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'];
  const uploaded = titles.map((title) => artist.music.createTrack({ audio: silentWav(300), title }));
  const ids = (await Promise.all(uploaded)).map(({ id }) => id);
  await openPlaylist(page, client, 'Numbers', ids);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await pause(page);
  const bar = player(page);
  const [play, paused] = ['Pause', 'Play'].map((name) => bar.getByRole('button', { name, exact: true }));
  const plays = (title: string) => bar.locator('.now').getByText(title, { exact: true }).waitFor();
  const at = async (seconds: number): Promise<void> => {
    const slider = bar.getByRole('slider', { name: 'Position' });
    const isThere = async (): Promise<void> => {
      const ms = Number(await slider.inputValue());
      if (Math.abs(ms - seconds * 1000) > 500) throw new Error(`at ${ms} ms`);
    };
    await poll(isThere, { withinMs: 10_000, what: `the position of ${seconds} s` });
  };
  const act = (action: MediaSessionAction, details = {}) =>
    page.evaluate(([name, more]) => window.systemKeys.press(name, more), [action, details] as const);

  await plays('One');
  await act('pause');
  await act('seekto', { seekTime: 30 });
  await at(30);
  t.equal(await paused!.count(), 1, 'a second pause does not play');
  t.match(await page.evaluate(() => window.systemKeys.position), { duration: 300, position: 30 });
  await act('seekforward');
  await at(40);
  await act('seekbackward');
  await at(30);
  await page.keyboard.press('l');
  await at(40);
  await page.keyboard.press('j');
  await at(30);
  await page.keyboard.press('p');
  await at(0);
  await act('play');
  await play!.waitFor();
  await act('play');
  await act('nexttrack');
  await plays('Two');
  t.equal(await play!.count(), 1, 'a second play does not pause');
  await act('pause');
  await paused!.waitFor();
  await page.keyboard.press('n');
  await plays('Three');
  await bar.getByRole('button', { name: 'Previous' }).click();
  await plays('Two');
  await act('previoustrack');
  await plays('One');

  const { id: sessionId } = (await client.music.listSessions()).items[0]!;
  const order = async (): Promise<string[]> =>
    (await client.music.getSession({ sessionId })).queue.map(({ title }) => title);
  const shuffle = async (pressed: boolean): Promise<string[]> => {
    await bar.getByRole('button', { name: 'Shuffle', pressed: !pressed }).click();
    await bar.getByRole('button', { name: 'Shuffle', pressed }).waitFor();
    return poll(
      async () => {
        const now = await order();
        if ((now.join() === titles.join()) === pressed) throw new Error(now.join());
        return now;
      },
      { withinMs: 10_000, what: 'the other order' },
    );
  };
  const mixed = await shuffle(true);
  t.equal(mixed[0], 'One', 'what plays stays');
  t.same(mixed.toSorted(), titles.toSorted());
  t.same(await shuffle(false), titles, 'the order of the list is back');

  const volume = bar.getByRole('slider', { name: 'Volume' });
  const loud = async (shown: string, gain: number): Promise<void> => {
    t.equal(await volume.getAttribute('aria-valuetext'), shown);
    t.ok(Math.abs((await page.evaluate(() => window.systemKeys.gain)) - gain) < 0.001, `${shown} is heard`);
  };
  await bar.getByRole('button', { name: 'Mute' }).click();
  await bar.getByRole('button', { name: 'Unmute' }).waitFor();
  await loud('0 %', 0);
  await page.keyboard.press('m');
  await bar.getByRole('button', { name: 'Mute' }).waitFor();
  await loud('100 %', 1);
  await volume.fill('0.5');
  await loud('50 %', 0.25);
  await page.keyboard.press('+');
  await loud('55 %', 0.3025);

  await bar.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  await bar.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('heading', { name: 'Numbers' }).waitFor();

  await listenTogether(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('The link is copied.').waitFor();
  const code = await page.getByRole('status', { name: 'Invite code' }).textContent();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  t.equal(copied, `${system.webUrl}/invite#join=${code}`);
  t.same(errors, []);
});

await t.test(
  'says in words that a service or the network is away, and goes on when it is back',
  async (t) => {
    const { page, client, errors } = await visitor('Nora');
    const context = page.context();
    const away = (url: string) => context.route(`${url}/api/**`, (route) => route.abort('connectionrefused'));
    const back = (url: string) => context.unroute(`${url}/api/**`);
    const failed = page.getByRole('heading', { name: 'This could not be loaded' });
    const words = page.getByText('Downbeat cannot be reached. Check the connection and try again.').first();
    const track = page.getByRole('button', { name: 'Play Harbour Lights' }).first();
    await client.music.createPlaylist({ name: 'Kept' });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    await away(system.musicUrl);
    await page.reload();
    await failed.nth(1).waitFor();
    await words.waitFor();
    await back(system.musicUrl);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await track.waitFor();
    await failed.first().waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Kept' }).waitFor();

    const { id } = await client.music.createSession({ trackIds: [first.id, second.id], name: 'Den' });
    await page.goto(`${system.webUrl}/rooms/${id}`);
    const enter = page.getByRole('button', { name: 'Enter and listen' });
    await away(system.musicUrl);
    await enter.click();
    await page.getByRole('alert').getByText('Downbeat cannot be reached.').waitFor();
    await back(system.musicUrl);
    await enter.click();
    await room(page).waitFor();
    t.equal(await page.getByRole('alert').count(), 0, 'the message is gone');

    await player(page).getByRole('button', { name: 'Play', exact: true }).click();
    await player(page).getByRole('button', { name: 'Pause', exact: true }).waitFor();
    // The track that follows is loaded in the last half minute of this one, which is not much longer.
    const position = page.getByRole('slider', { name: 'Position' });
    await position.focus();
    for (let seconds = 0; seconds < 6; seconds += 1) await page.keyboard.press('ArrowRight');
    const nextLoaded = page.waitForResponse((answer) => answer.url().includes(`/tracks/${second.id}/stream`));
    await nextLoaded;
    await context.setOffline(true);
    const connection = page.getByRole('status', { name: 'Connection' });
    await connection.getByText('You are offline. Harbour Lights plays to its end.').waitFor();
    await connection
      .getByText('Paper Rockets, which follows, is loaded, and starts when the connection is back.')
      .waitFor();
    await visit(page, 'Search');
    await page.getByRole('heading', { name: 'You are offline' }).waitFor();
    await context.setOffline(false);
    await track.waitFor();
    await connection.waitFor({ state: 'hidden' });

    await visit(page, 'Account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await away(system.authUrl);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(client.session.current!.user.email);
    await page.getByLabel('Password').fill(password);
    const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
    await signIn.click();
    await page.getByRole('alert').getByText('Downbeat cannot be reached.').waitFor();
    await back(system.authUrl);
    await signIn.click();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    // Chromium itself logs what it could not reach.
    t.same(
      errors.filter((text) => !/net::ERR_/.test(text)),
      [],
    );
  },
);
