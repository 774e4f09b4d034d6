import { type Contract, isObject, items, type Json, type JsonObject, need, textOf } from './contract.ts';
import { exampleOf } from './curl.ts';
import { type Operation, parametersIn } from './operation.ts';
import { isSuccess } from './read-replies.ts';
import { bearerOf, isKeyed } from './sdk-calls.ts';

/** A contract and its operations. */
export interface Service {
  readonly name: string;
  readonly contract: Contract;
  readonly operations: readonly Operation[];
}

/** What an answer gives to later requests: the name of the variable, and where its value is in the answer. */
const captured: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  register: { accessToken: 'accessToken', refreshToken: 'refreshToken' },
  login: { accessToken: 'accessToken', refreshToken: 'refreshToken' },
  refresh: { accessToken: 'accessToken', refreshToken: 'refreshToken' },
  createTrack: { trackId: 'id' },
  createPlaylist: { playlistId: 'id' },
  addPlaylistItem: { itemId: 'items[0].id', revision: 'revision' },
  reorderPlaylist: { revision: 'revision' },
  createPlaylistInvite: { inviteId: 'id' },
  createSession: { sessionId: 'id', inviteCode: 'inviteCode' },
  postChatMessage: { messageId: 'id' },
  suggestTrack: { suggestionId: 'id' },
  listAlbums: { albumId: 'items[0].id', artistId: 'items[0].artist.id' },
  listGenres: { genreId: 'items[0].id' },
  reportPlays: { playId: 'results[0].id' },
};

/** Fields of a body, and parameters of a query, whose value is a variable. */
const variables: Readonly<Record<string, Json>> = {
  email: '{{email}}',
  password: '{{password}}',
  refreshToken: '{{refreshToken}}',
  trackId: '{{trackId}}',
  trackIds: ['{{trackId}}'],
  itemIds: ['{{itemId}}'],
  inviteCode: '{{inviteCode}}',
  revision: '{{revision}}',
  ids: '{{trackId}}',
  // Of an export.
  format: 'm3u8',
};

/** Parts of a path, and words of a search, that no answer gives. */
const chosen: Readonly<Record<string, string>> = { deviceId: 'laptop-1', output: 'speakers', q: 'harbour' };

/** A track of the demo, for the first file of a form. */
const FILE = 'deploy/demo/tracks/harbour-lights.mp3';

/** Need a mail, a browser, an administrator, a picture or another password, so a run of the whole collection leaves them out. */
const byHand = new Set([
  ...[
    'verifyEmail',
    'unsubscribe',
    'openUnsubscribe',
    'resendVerification',
    'changePassword',
    'forgotPassword',
    'resetPassword',
  ],
  ...['startGoogle', 'finishGoogle', 'exchangeGoogleCode', 'openSocket', 'listMails'],
  'setTrackCover',
  // Needs a token of ListenBrainz.
  'connectListenBrainz',
  // Need a socket; a suggestion that waits; a file with tracks that are here.
  ...['voteToSkip', 'answerSuggestion', 'importPlaylist'],
  // Needs a session that allows guests.
  'joinAsGuest',
  // About another member of the playlist or session.
  ...['joinPlaylist', 'setPlaylistMemberRole', 'removePlaylistMember'],
  ...['setMemberRole', 'removeMember', 'transferSession', 'banUser', 'unbanUser', 'answerJoinRequest'],
]);

/** Each run has an account of its own. */
const NEW_EMAIL = "pm.collectionVariables.set('email', `ada-${Date.now()}@example.com`);";

/** What is created at a path is changed after that. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function inOrder(operations: readonly Operation[]): Operation[] {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return paths.flatMap((path) =>
    operations
      .filter((operation) => operation.path === path)
      .toSorted((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method)),
  );
}

const isCleanUp = ({ id, method }: Operation): boolean => method === 'DELETE' || id === 'logout';

const script = (listen: 'test' | 'prerequest', lines: readonly string[]): Json => ({
  listen,
  script: { type: 'text/javascript', exec: lines },
});

/** The collection of Postman: one folder per service, in an order in which a run of all succeeds. */
export function emitCollection(services: readonly Service[]): string {
  const requests = services.flatMap(({ name, operations }) =>
    inOrder(operations).map((operation) => ({ name, operation, item: requestOf(name, operation) })),
  );
  const folder = (name: string, rows: readonly { item: Json }[]): Json => ({
    name,
    item: rows.map(({ item }) => item),
  });
  const inRun = requests.filter(({ operation }) => !byHand.has(operation.id));
  const used = inRun.filter(({ operation }) => !isCleanUp(operation));
  const folders = services.map(({ name }) =>
    folder(
      name,
      used.filter((row) => row.name === name),
    ),
  );
  // The newest first: an item is removed before its playlist, and that before the track.
  const cleanUp = inRun.filter(({ operation }) => isCleanUp(operation)).reverse();
  const rest = requests.filter(({ operation }) => byHand.has(operation.id));
  return print({
    info: {
      name: 'Downbeat',
      description:
        'Generated from openapi/. Run the folders in their order; "by hand" needs a mail, a browser, another user or an admin.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}', type: 'string' }] },
    item: [...folders, folder('clean up', cleanUp), folder('by hand', rest)],
  });
}

/** The environment of a local run. */
export function emitEnvironment(services: readonly Service[]): string {
  const urls = services.map(({ name, contract }) => ({
    key: `${name}Url`,
    value: textOf(need(items(need(contract.root, 'servers'))[0] ?? contract.root, 'url')),
    enabled: true,
  }));
  const password = { key: 'password', value: 'a long walk at dusk', type: 'secret', enabled: true };
  return print({
    name: 'Downbeat, local run',
    values: [...urls, password],
    _postman_variable_scope: 'environment',
  });
}

const print = (value: Json): string => JSON.stringify(value);

function requestOf(service: string, operation: Operation): Json {
  const { id, method, summary = id, description, security } = operation;
  const key = isKeyed(operation) ? [{ key: 'idempotency-key', value: '{{$guid}}' }] : [];
  const type = operation.body?.kind === 'json' ? [{ key: 'content-type', value: 'application/json' }] : [];
  return {
    name: summary,
    request: {
      method,
      ...(description !== undefined && { description }),
      ...(bearerOf(security) === 'never' && { auth: { type: 'noauth' } }),
      header: [...type, ...key],
      ...bodyOf(operation),
      url: urlOf(service, operation),
    },
    event: eventsOf(operation),
  };
}

function eventsOf(operation: Operation): Json[] {
  if (byHand.has(operation.id)) return [];
  const test = script('test', testOf(operation));
  return operation.id === 'register' ? [script('prerequest', [NEW_EMAIL]), test] : [test];
}

function urlOf(service: string, operation: Operation): Json {
  const path = operation.path.slice(1).split('/');
  const names = parametersIn(operation, 'path').map(({ name }) => name);
  const segments = path.map((segment) => segment.replace(/^\{(\w+)\}$/, ':$1'));
  const base = `{{${service}Url}}`;
  return {
    raw: `${base}/${segments.join('/')}`,
    host: [base],
    path: segments,
    variable: names.map((name) => ({ key: name, value: chosen[name] ?? `{{${name}}}` })),
    query: parametersIn(operation, 'query').map(({ name, required }) => ({
      key: name,
      value: variables[name] ?? chosen[name] ?? '',
      disabled: !required,
    })),
  };
}

function bodyOf(operation: Operation): JsonObject {
  const { body } = operation;
  if (body === undefined) return {};
  const example = exampleOf(operation);
  const fields = Object.entries(isObject(example) ? example : {}).map(([name, value]): [string, Json] => [
    name,
    variables[name] ?? value,
  ]);
  if (body.kind === 'json') {
    const text = JSON.stringify(Object.fromEntries(fields), null, 2);
    // A number: its variable stands without quotes.
    const raw = text.replace('"{{revision}}"', '{{revision}}');
    return { body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } };
  }
  const files = new Set(body.files.map(({ name }) => name));
  const texts = fields.filter(([name]) => !files.has(name));
  const formdata = [
    ...texts.map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
      type: 'text',
    })),
    ...body.files.map(({ name, required }) => ({
      key: name,
      type: 'file',
      src: required ? FILE : '',
      disabled: !required,
    })),
  ];
  return { body: { mode: 'formdata', formdata } };
}

function testOf({ id, replies }: Operation): string[] {
  const statuses = replies.filter(isSuccess).map(({ status }) => Number(status));
  const wanted = statuses.filter((status) => status < 300).join(', ');
  const test = `pm.test('answers with a success', () => pm.expect(pm.response.code).to.be.oneOf([${wanted}]));`;
  const values = Object.entries(captured[id] ?? {}).map(
    ([name, path]) => `  pm.collectionVariables.set('${name}', pm.response.json().${path});`,
  );
  return values.length === 0 ? [test] : [test, 'if (pm.response.code < 300) {', ...values, '}'];
}
