// Runs the TypeScript programs of the READMEs and the guides that need no browser; those that need one are in
// browser/guide-programs.test.ts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Downbeat, memoryTokenStore, type DownbeatOptions, type ListeningRoom } from '@downbeat/sdk';
import { attendLater, type PastRoom } from '@downbeat/sdk/attend-later';
import { libraryOf } from '@downbeat/sdk/library';
import { performanceClock, type Player, SimulatedPlayer } from '@downbeat/sdk/listening';
import { togetherOf, type RoomSuggestions } from '@downbeat/sdk/together';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { demoFile, password, tracksDir, uniqueEmail } from '../system/clients.ts';
import { guidePrograms, inBrowser, placedProgram } from '../system/guide-programs.ts';
import { systemUnderTest } from '../system/start.ts';

const { authUrl, musicUrl, notificationUrl, ...system } = await systemUnderTest(t);
const song = join(tracksDir, 'harbour-lights.mp3');
/** The accounts of these programs do not read the mail with their code, which an upload needs in production. */
const skip = system.local === undefined && 'an upload needs a confirmed e-mail address here';

interface Account {
  client: Downbeat;
  email: string;
  options: DownbeatOptions;
}

async function signUp(displayName: string, role: 'artist' | 'listener' = 'listener'): Promise<Account> {
  const options = { authUrl, musicUrl, notificationUrl, tokenStore: memoryTokenStore() };
  const client = new Downbeat(options);
  const email = uniqueEmail(displayName.toLowerCase());
  await client.auth.register({ email, password, displayName, role });
  return { client, email, options };
}

const runs = new Set(['first', 'party']);
const given = globalThis as { guideOptions?: DownbeatOptions };

/**
 * Loads a program, which runs it, with clients that are signed in as this user. Gives what it exports, and the lines that it
 * prints, also those to come.
 */
async function load<T = object>(
  t: Test,
  name: string,
  options: DownbeatOptions,
  values?: Record<string, string>,
) {
  runs.add(name);
  given.guideOptions = options;
  const program = placedProgram(name, 'globalThis.guideOptions', values);
  const folder = t.testdir({ [`${name}.mts`]: program });
  const printed: unknown[][] = [];
  const printing = t.intercept(console, 'log', { value: (...args: unknown[]) => printed.push(args) });
  t.teardown(() => printing.restore());
  const exported = (await import(pathToFileURL(join(folder, `${name}.mts`)).href)) as T;
  return { ...exported, printed };
}

const ada = await signUp('Ada', 'artist');
const tom = await signUp('Tom');
const trackIds: string[] = [];

async function enter(
  t: Test,
  { client }: Account,
  sessionId: string,
  deviceName: string,
): Promise<ListeningRoom> {
  const player = new SimulatedPlayer({ clock: performanceClock });
  const room = await client.listen(sessionId, { player, deviceId: deviceName, deviceName });
  t.teardown(() => room.close());
  return room;
}

/** A room of Ada in which Tom is. */
async function createRoom(t: Test, preset: 'party' | 'radio' = 'party') {
  const session = await ada.client.music.createSession({ name: 'Friday', trackIds, settings: { preset } });
  await tom.client.music.joinSession({ inviteCode: session.inviteCode });
  const host = await enter(t, ada, session.id, 'laptop');
  const guest = await enter(t, tom, session.id, 'phone');
  return { session, host, guest };
}

await t.test('programs of one user', { skip }, async (t) => {
  const credentials = { 'ada@example.org': ada.email, 'correct horse battery': password };

  await t.test('upload', async (t) => {
    const { printed } = await load(t, 'upload', ada.options, { ...credentials, 'harbour-lights.flac': song });
    trackIds.push(String(printed.at(-1)![0]));
    t.ok(printed.length > 1, 'tells the progress');
    const { id } = await ada.client.music.createTrack({
      audio: await demoFile('night-bus-47.ogg'),
      title: 'Night Bus',
      album: 'Night',
    });
    trackIds.push(id);
  });

  await t.test('list', async (t) => {
    const { printed } = await load(t, 'list', ada.options, credentials);
    t.match(printed, [
      ['Harbour Lights', /^http/],
      [Number, 'in all'],
    ]);
  });

  await t.test('errors', async (t) => {
    const { printed } = await load(t, 'errors', ada.options, { 'ada@example.org': ada.email });
    t.same(printed, [['That e-mail and password do not match.']]);
  });

  await t.test('texts', async (t) => {
    const { textOf } = await load<{ textOf: (error: unknown) => string }>(t, 'texts', ada.options);
    const nowhere = new Downbeat({ authUrl: 'http://127.0.0.1:9', maxRetries: 0 });
    t.equal(
      textOf(await nowhere.auth.getHealth().catch((error: unknown) => error)),
      'Downbeat cannot be reached.',
    );
    t.throws(() => textOf(new RangeError('not ours')), RangeError);
  });

  await t.test('hooks', async (t) => {
    const debug = t.capture(console, 'debug');
    const { printed } = await load(t, 'hooks', ada.options);
    t.same(printed, [['ok']]);
    t.match(debug.args(), [[/getHealth/]]);
  });

  await t.test('ifMatch', async (t) => {
    const { id: playlistId } = await ada.client.music.createPlaylist({ name: 'Evening' });
    type Rename = (playlistId: string, name: string) => Promise<string>;
    const { rename } = await load<{ rename: Rename }>(t, 'ifMatch', ada.options);
    t.equal(await rename(playlistId, 'Night'), 'Night');
    t.match(await rename('0195f0d0-0000-7000-8000-000000000000', 'Night').catch((error: unknown) => error), {
      code: 'PLAYLIST_NOT_FOUND',
    });
  });

  await t.test('catalogue', async (t) => {
    const { albums, printed } = await load<{ albums: () => Promise<void> }>(t, 'catalogue', ada.options);
    await albums();
    t.ok(
      printed.some(([, title, , tracks]) => title === 'Night' && tracks === 'Night Bus'),
      JSON.stringify(printed),
    );
  });

  await t.test('search', async (t) => {
    type Search = { suggest: (q: string) => Promise<string[] | null>; find: (q: string) => Promise<void> };
    const { suggest, find, printed } = await load<Search>(t, 'search', ada.options);
    const [superseded, suggested] = await Promise.all([suggest('har'), suggest('harb')]);
    t.equal(superseded, null, 'the request for the keys before has ended');
    t.match(suggested, ['track: Harbour Lights by Low Tide Club']);
    await find('harbour');
    t.match(printed.at(-1)![3], [{ title: 'Harbour Lights' }]);
  });

  await t.test('downloads', async (t) => {
    type Downloads = {
      albumLink: (albumId: string) => Promise<string>;
      savePlaylist: (playlistId: string, to: WritableStream) => Promise<void>;
    };
    const { albumLink, savePlaylist } = await load<Downloads>(t, 'downloads', ada.options);
    const { items } = await libraryOf(ada.client).listAlbums({ q: 'night' });
    const album = await fetch(await albumLink(items[0]!.id));
    t.equal((await album.arrayBuffer()).byteLength, Number(album.headers.get('content-length')));
    const { id } = await ada.client.music.createPlaylist({ name: 'Saved', trackIds });
    let bytes = 0;
    await savePlaylist(
      id,
      new WritableStream<Uint8Array>({ write: (chunk) => void (bytes += chunk.length) }),
    );
    t.ok(bytes > 100_000, `${bytes} bytes`);
  });

  await t.test('mock', async (t) => {
    const { printed } = await load(t, 'mock', ada.options);
    t.same(printed, [[false, { email: 'ada@example.org', password: 'x' }]]);
  });
});

await t.test('programs of a room', { skip }, async (t) => {
  await t.test('queue', async (t) => {
    const { host } = await createRoom(t);
    type EditQueue = (room: ListeningRoom, trackIds: string[], playlistId: string) => Promise<void>;
    const { editQueue, printed } = await load<{ editQueue: EditQueue }>(t, 'queue', ada.options);
    const { id } = await ada.client.music.createPlaylist({ name: 'Evening', trackIds });
    await editQueue(host, trackIds, id);
    const saved = await ada.client.music.getPlaylist({ playlistId: String(printed[0]![0]) });
    t.match(saved, { name: 'Friday' });
    t.equal(saved.items.length, 8);
  });

  await t.test('chat', async (t) => {
    const { host } = await createRoom(t);
    const { talk, printed } = await load<{ talk: (room: ListeningRoom) => Promise<void> }>(
      t,
      'chat',
      ada.options,
    );
    await host.play();
    await talk(host);
    await waitFor('the reaction', () =>
      printed.some(([line]) => JSON.stringify(line) === '[{"reaction":"fire","count":1}]'),
    );
    t.ok(printed.some(([line]) => String(line) === 'Ada: This drop!'));
    t.ok(printed.some(([title, positionMs]) => title === 'Harbour Lights' && Number(positionMs) >= 0));
  });

  await t.test('trail', async (t) => {
    const { host, session } = await createRoom(t);
    await host.chat.post('Good evening');
    type Program = { whatWasWritten: (sessionId: string) => Promise<string[]> };
    const { whatWasWritten } = await load<Program>(t, 'trail', tom.options);
    await waitFor('the message in the trail', async () => {
      const lines = await whatWasWritten(session.id);
      return lines.some((line) => /^Ada at \d+ ms of Harbour Lights: Good evening$/.test(line));
    });
  });

  await t.test('attendLater', async (t) => {
    const { host, session } = await createRoom(t);
    await host.play();
    await host.chat.post('Good evening');
    const reacted = new Promise((resolve) => host.chat.onReactions(resolve));
    await host.chat.react('fire');
    await reacted;
    await ada.client.music.endSession({ sessionId: session.id });
    type Program = { attend: (sessionId: string, player: Player) => Promise<PastRoom> };
    const { attend, printed } = await load<Program>(t, 'attendLater', tom.options);
    const player = new SimulatedPlayer({ clock: performanceClock });
    const room = await attend(session.id, player);
    t.teardown(() => room.close());
    t.same(room.state.chat, [], 'nothing is written yet');
    await waitFor('the message and the reaction', () =>
      ['Good evening', 'reactions'].every((text) => printed.flat().includes(text)),
    );
    t.match(room.state, { name: 'Friday', currentItem: { title: 'Harbour Lights' } });
    t.ok(player.heardPositionMs(performanceClock.nowUs()) !== null, 'its music is heard');

    await waitFor('the end', () => room.state.status === 'ended');
    room.seek(0);
    t.match(room.state, { status: 'paused', chat: { length: 0 } });

    const zoe = await signUp('Zoe');
    const stranger = attendLater(zoe.client, { sessionId: session.id, player });
    await t.rejects(stranger, { code: 'SESSION_NOT_FOUND' });
  });

  await t.test('vote', async (t) => {
    const { host, guest } = await createRoom(t);
    const { vote, printed } = await load<{ vote: (room: ListeningRoom) => Promise<void> }>(
      t,
      'vote',
      tom.options,
    );
    await host.play();
    await vote(guest);
    t.ok(printed.length > 0);
    await waitFor(
      'the next track, by one of two votes',
      () => guest.state.currentItem?.title === 'Night Bus',
    );
  });

  await t.test('manage', async (t) => {
    const { host, session } = await createRoom(t, 'radio');
    const zoe = await signUp('Zoe');
    await zoe.client.music.joinSession({ inviteCode: session.inviteCode });
    type WithUser = (room: ListeningRoom, userId: string) => Promise<void>;
    type Manage = Record<'manage' | 'remove' | 'giveAway', WithUser>;
    const { manage, remove, giveAway } = await load<Manage>(t, 'manage', ada.options);
    const idOf = ({ client }: Account) => client.session.current!.user.id;
    await manage(host, idOf(tom));
    await waitFor('the new role', () =>
      host.state.members.some(({ userId, role }) => userId === idOf(tom) && role === 'dj'),
    );
    t.match(host.state.settings, { requiresApproval: true, isLocked: false });
    await remove(host, idOf(zoe));
    t.match(await zoe.client.music.joinSession({ inviteCode: session.inviteCode }).result(), {
      code: 'BANNED',
    });
    await giveAway(host, idOf(tom));
    await waitFor('the new owner', () => host.state.ownerId === idOf(tom));
  });

  await t.test('public', async (t) => {
    const { host, session } = await createRoom(t);
    await host.settings.set({ visibility: 'public' });
    const zoe = await signUp('Zoe');
    const { joinFirst, printed } = await load<{ joinFirst: () => Promise<string | null> }>(
      t,
      'public',
      zoe.options,
    );
    await waitFor('the room in the list', async () => (await joinFirst()) === session.id);
    t.match(printed.at(-1), ['Friday', 'of', 'Ada', 'plays']);
    await host.settings.set({ visibility: 'private' });
  });

  await t.test('suggestions', async (t) => {
    const { host, session } = await createRoom(t, 'radio');
    type Program = {
      follow: (sessionId: string, room: ListeningRoom) => Promise<RoomSuggestions>;
      playFavourite: (suggestions: RoomSuggestions) => Promise<void>;
    };
    const { follow, playFavourite, printed } = await load<Program>(t, 'suggestions', ada.options);
    const suggestions = await follow(session.id, host);
    t.teardown(() => suggestions.close());
    await togetherOf(tom.client).suggestTrack({ sessionId: session.id, trackId: trackIds[1]! });
    await waitFor('the suggestion', () => suggestions.items.length === 1);
    t.same(printed.at(-1), [0, 'Night Bus', 'for', 'Tom']);
    await playFavourite(suggestions);
    await waitFor('the accepted track', () => host.queue.items.length === trackIds.length + 1);
  });

  await t.test('outputs', async (t) => {
    const { host, guest } = await createRoom(t);
    type Program = {
      outputsText: (room: ListeningRoom) => string;
      playOnlyOn: (room: ListeningRoom, name: string) => Promise<void>;
      playHere: (room: ListeningRoom) => Promise<void>;
      playOnAll: (room: ListeningRoom) => Promise<void>;
    };
    const { outputsText, playOnlyOn, playHere, playOnAll } = await load<Program>(t, 'outputs', ada.options);
    await host.play();
    await playOnlyOn(host, 'phone');
    await waitFor('the phone alone', () => outputsText(host) === 'Playing on phone');
    await playHere(host);
    // Ada's sound has moved; Tom's phone is not hers.
    await waitFor('the laptop, too', () => outputsText(guest).includes('laptop'));
    await playOnAll(host);
    await waitFor('both', () => host.state.isOutput && guest.state.isOutput);
  });

  await t.test('receipt', async (t) => {
    const { host, guest, session } = await createRoom(t);
    await host.play();
    type Program = { notInStep: (sessionId: string) => Promise<string[]> };
    const { notInStep, printed } = await load<Program>(t, 'receipt', ada.options);
    await waitFor('the first reports', async () => {
      await notInStep(session.id);
      return printed.length > 0;
    });
    t.match(printed.at(-1), [/^95 % of the devices are within \d+(\.\d+)? ms$/]);
    guest.close();
  });

  await t.test('node', async (t) => {
    const { session, host } = await createRoom(t);
    await host.play();
    const values = {
      'ada@example.org': tom.email,
      'correct horse battery': password,
      K7M2Q4RT: session.inviteCode,
    };
    const { printed } = await load(t, 'node', tom.options, values);
    t.equal(printed.length, 1);
    t.type(printed[0]![0], 'number');
  });

  const others = [...guidePrograms().keys()].filter((name) => !inBrowser.includes(name));
  t.same([...runs].sort(), others.sort(), 'no program is left out');
});
