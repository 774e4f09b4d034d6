import { authOperations, type AuthOperations } from './generated/auth.operations.gen.ts';
import { musicOperations, type MusicOperations } from './generated/music.operations.gen.ts';
import {
  notificationOperations,
  type NotificationOperations,
} from './generated/notification.operations.gen.ts';
import type { AuthSession, User } from './generated/auth.types.gen.ts';
import type { AudioFormatName } from './generated/music.types.gen.ts';
import { SessionKeeper } from './auth-session.ts';
import { type GoogleSignIn, lazyGoogleSignIn, type VerifierStore } from './google.ts';
import { type Hooks, withLog } from './http/hooks.ts';
import { randomId } from './http/random-id.ts';
import type { Fetch, PreparedCall } from './http/send.ts';
import { serviceUrl } from './http/request.ts';
import { createServiceClient, type OnData, type TableOf } from './http/service-client.ts';
import { platformFetch } from './http/upload-source.ts';
import { memoryTokenStore, type TokenStore } from './token-store.ts';
import type { WebSocketFactory } from './listening/connection.ts';
import type { ListenOptions, RoomDefaults } from './listening/enter-room.ts';
import type { ListeningRoom } from './listening/room.ts';

const DEFAULT_TIMEOUT_MS = 15_000;

export interface DownbeatOptions {
  /** Where auth is, with `http://` or `https://`: `http://localhost:4000` by default. May have a path, behind which a proxy serves it. */
  authUrl?: string | undefined;
  /** Where music is: `http://localhost:4001` by default. */
  musicUrl?: string | undefined;
  /** Where notification is: `http://localhost:4002` by default. */
  notificationUrl?: string | undefined;
  /** Where the tokens are kept; in memory by default. In a page: `webTokenStore(() => localStorage)`. */
  tokenStore?: TokenStore | undefined;
  /** Where `google` keeps the verifier of a sign-in; by default `sessionStorage` in a page, memory elsewhere. */
  verifierStore?: VerifierStore | undefined;
  /** Milliseconds until a call fails with TIMEOUT, with its retries; 15 s by default. */
  timeoutMs?: number | undefined;
  /** How often a call is sent again after a failure that may pass; 2 by default. Only calls that may be sent twice. */
  maxRetries?: number | undefined;
  /** Called for every try of every call. */
  hooks?: Hooks | undefined;
  /** Writes one line for each answer and each failure, also of the token store: to `console.debug`, or to this function. */
  debug?: boolean | ((line: string) => void) | undefined;
  /** What sends the requests; the platform's own by default. */
  fetch?: Fetch | undefined;
  /** What opens the socket of a room, e.g. the package `ws` or a test that cuts it; the platform's `WebSocket` by default. */
  webSocket?: WebSocketFactory | undefined;
}

/** Which encoding of a track is wanted; the server chooses. */
export interface StreamOptions {
  /** What is played here. `raw` is the file that was uploaded, whatever it is. */
  formats?: readonly (AudioFormatName | 'raw')[] | undefined;
  /** The most kbit/s; 0 for no limit. */
  maxBitRate?: number | undefined;
}

/** Which picture of a cover is wanted. */
export interface CoverOptions {
  /** The pixels that are needed on the longer side: the server sends the next of 96, 300 and 640, or the whole cover. */
  size?: number | undefined;
}

/**
 * One client for the three services. Each operation of the contracts is a method of `auth`, `music` or
 * `notification`; signing in is calling `auth.login` or `auth.register`, or `google.begin` and `google.finish`.
 */
export class Downbeat {
  declare readonly auth: AuthOperations;
  declare readonly music: MusicOperations;
  declare readonly notification: NotificationOperations;
  declare readonly session: SessionKeeper;
  declare readonly google: GoogleSignIn;
  /** @internal What rooms and the other entries of the package are made of. */
  declare readonly defaults: RoomDefaults;

  /** @throws TypeError that names the option, when a URL is none that a call could be sent to. */
  constructor(options: DownbeatOptions = {}) {
    const authUrl = baseUrlOf(options, 'auth', 4000);
    const musicUrl = baseUrlOf(options, 'music', 4001);
    const notificationUrl = baseUrlOf(options, 'notification', 4002);
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const log = logOf(options);
    this.session = new SessionKeeper(
      options.tokenStore ?? memoryTokenStore(),
      (refreshToken) => this.auth.refresh({ refreshToken }),
      (error) => log?.(`downbeat tokenStore: ${String(error)}`),
    );
    const shared = {
      fetch: options.fetch ?? platformFetch,
      timeoutMs,
      maxRetries: options.maxRetries,
      hooks: withLog(options.hooks, log),
    };
    const clientOf = <T>(table: TableOf<T>, baseUrl: string, onData?: OnData) =>
      createServiceClient<T>(table, this.session, { ...shared, baseUrl }, onData);
    this.auth = clientOf<AuthOperations>(authOperations, authUrl, (call, data) =>
      this.#updateSignIn(call, data),
    );
    this.music = clientOf<MusicOperations>(musicOperations, musicUrl);
    this.notification = clientOf<NotificationOperations>(notificationOperations, notificationUrl);
    this.defaults = {
      timeoutMs,
      musicUrl,
      clientOf,
      createSocket: options.webSocket,
      newCommandId: randomId,
    };
    this.google = lazyGoogleSignIn({ auth: this.auth, store: options.verifierStore });
  }

  /**
   * Makes a track's relative `streamUrl` or `coverUrl` absolute, for an `<audio>` or `<img>` element.
   *
   * @param stream of a `streamUrl`: which encoding is wanted; by default the original if browsers play it. Of a `coverUrl`:
   * which size is needed; by default the whole cover
   */
  mediaUrl(path: string, stream: StreamOptions & CoverOptions = {}): string {
    return serviceUrl(this.defaults.musicUrl, path, Object.entries(stream)).href;
  }

  /**
   * Enters a listening session as a member. Resolves once the clock is synchronised; from then on the player follows.
   *
   * @throws DownbeatError e.g. SESSION_NOT_FOUND, UNAUTHENTICATED, NETWORK_ERROR; TypeError without a player.
   */
  async listen(sessionId: string, options: ListenOptions): Promise<ListeningRoom> {
    // Only now: an application that enters no room does not load this part.
    const { enterRoom } = await import('./listening/enter-room.ts');
    return enterRoom(this, sessionId, options);
  }

  /** What the success of an operation says about the sign-in of this client. */
  async #updateSignIn({ operationId, input }: PreparedCall, data: unknown): Promise<void> {
    const { session } = this;
    switch (operationId as keyof AuthOperations) {
      case 'register':
      case 'login':
      case 'exchangeGoogleCode':
        await session.adopt(data as AuthSession);
        break;
      case 'refresh':
        await session.adoptRenewal(String(input['refreshToken']), data as AuthSession);
        break;
      case 'logout':
        await session.forget();
        break;
      // After these only a new access token says what is true of the account, e.g. that its e-mail is confirmed.
      case 'verifyEmail':
      case 'updateMe':
        await session.outdate(data as User);
    }
  }
}

function baseUrlOf(
  options: DownbeatOptions,
  service: 'auth' | 'music' | 'notification',
  port: number,
): string {
  const url = (options[`${service}Url`] ?? `http://localhost:${port}`).replace(/\/+$/, '');
  // Calls add the path of the API themselves.
  const isBase = /^https?:[^\s?#@]+$/.test(url) && !url.endsWith(`/api/${service}`);
  if (isBase && URL.canParse(url)) return url;
  throw new TypeError(`${service}Url must be 'https://host/path' without /api, not '${url}'`);
}

function logOf({ debug }: DownbeatOptions): ((line: string) => void) | undefined {
  return debug === true ? (line) => console.debug(line) : debug || undefined;
}
