import { musicExamples } from '../generated/music.examples.gen.ts';
import type {
  HistoryEntry,
  NowPlaying,
  OutputDelay,
  PlayQueue,
  PlayResult,
  ScrobblingState,
  Track,
} from '../generated/music.types.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import type { MockServer } from './mock-server.ts';

/** The example of the contract, as the track with this id. */
const trackOf = (id: string): Track => ({ ...musicExamples.getTrack.data, id });

/** A library that remembers what is liked, rated, followed and played, until the client is thrown away. Every track counts, however short its play. */
export function answerByLibrary(server: MockServer): void {
  /** The time by the id of the track. */
  const likes = new Map<string, string>();
  answerLikes(server, likes);
  const ratings = new Map<string, MockRating>();
  answerRatings(server, ratings);
  answerFollows(server);
  /** By the id of the play. */
  const plays = new Map<string, HistoryEntry & { track: Track }>();
  answerHistory(server, plays);
  answerOutputDelays(server);
  answerScrobbling(server);
  answerPlayback(server);
  const playsOf = (trackId: string) => [...plays.values()].filter(({ track }) => track.id === trackId);
  server.setDefault('listTrackStates', ({ ids }) => ({
    items: ids.split(',').map((trackId) => {
      const { length } = playsOf(trackId);
      const userRating = ratings.get(trackId)?.rating ?? null;
      return {
        ...{ trackId, isLiked: likes.has(trackId), plays: length, ownPlays: length },
        ...{ userRating, averageRating: userRating, ratings: userRating === null ? 0 : 1 },
      };
    }),
  }));
  server.setDefault('listPlayedTracks', ({ sort }) => {
    const latest = [...plays.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    const byTrack = [...Map.groupBy(latest, ({ track }) => track.id).values()];
    const items = byTrack.flatMap(([first, ...rest]) =>
      first ? [{ plays: rest.length + 1, lastPlayedAt: first.startedAt, track: first.track }] : [],
    );
    if (sort === 'most') items.sort((a, b) => b.plays - a.plays);
    return { items, nextCursor: null };
  });
}

function answerLikes(server: MockServer, likes: Map<string, string>): void {
  server.setDefault('likeTrack', ({ trackId }) => {
    if (!likes.has(trackId)) likes.set(trackId, new Date().toISOString());
    return undefined;
  });
  server.setDefault('unlikeTrack', ({ trackId }) => {
    likes.delete(trackId);
    return undefined;
  });
  server.setDefault('listLikedTracks', () => {
    const items = [...likes].map(([trackId, likedAt]) => ({ likedAt, track: trackOf(trackId) }));
    return { items: items.toReversed(), nextCursor: null };
  });
}

interface MockRating {
  rating: number;
  ratedAt: string;
}

/** The caller is the only one who rates. */
function answerRatings(server: MockServer, ratings: Map<string, MockRating>): void {
  server.setDefault('setRating', ({ trackId, rating }) => {
    // At the end, where the last rated are.
    ratings.delete(trackId);
    ratings.set(trackId, { rating, ratedAt: new Date().toISOString() });
    return undefined;
  });
  server.setDefault('removeRating', ({ trackId }) => {
    ratings.delete(trackId);
    return undefined;
  });
  server.setDefault('listRatedTracks', ({ minRating = 1, maxRating = 5 }) => {
    const items = [...ratings].map(([trackId, rated]) => ({ ...rated, track: trackOf(trackId) }));
    const chosen = items.filter(({ rating }) => rating >= minRating && rating <= maxRating);
    return { items: chosen.toReversed().toSorted((a, b) => b.rating - a.rating), nextCursor: null };
  });
}

/** Each artist has one follower, the caller, or none. */
function answerFollows(server: MockServer): void {
  /** The time by the id of the artist. */
  const follows = new Map<string, string>();
  server.setDefault('getArtistFollow', ({ artistId }) => {
    const isFollowed = follows.has(artistId);
    return { artistId, isFollowed, followers: isFollowed ? 1 : 0 };
  });
  server.setDefault('followArtist', ({ artistId }) => {
    if (!follows.has(artistId)) follows.set(artistId, new Date().toISOString());
    return undefined;
  });
  server.setDefault('unfollowArtist', ({ artistId }) => {
    follows.delete(artistId);
    return undefined;
  });
  server.setDefault('listFollowedArtists', () => {
    const items = [...follows].map(([artistId, followedAt]) => {
      const { name, uploaderId, trackCount, albumCount } = musicExamples.getArtist.data;
      const artist = { id: artistId, name, uploaderId, trackCount, albumCount };
      return { followedAt, artistId, name, artist };
    });
    return { items: items.toReversed(), nextCursor: null };
  });
  server.setDefault('listNewReleases', () => {
    const { id, createdAt } = musicExamples.getTrack.data;
    const items = follows.size === 0 ? [] : [{ releasedAt: createdAt, track: trackOf(id) }];
    return { items, nextCursor: null };
  });
}

function answerHistory(server: MockServer, plays: Map<string, HistoryEntry & { track: Track }>): void {
  const known = new Set<string>();
  server.setDefault('reportPlays', (input) => {
    const results = input.plays.map(({ id, trackId, startedAt }): PlayResult => {
      if (known.has(id)) return { id, outcome: 'repeated', refusal: null };
      known.add(id);
      const track = trackOf(trackId);
      plays.set(id, { id, startedAt, title: track.title, artistName: track.artist.name, track });
      return { id, outcome: 'counted', refusal: null };
    });
    return { results };
  });
  server.setDefault('listHistory', () => {
    const items = [...plays.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    return { items, nextCursor: null };
  });
  server.setDefault('clearHistory', () => {
    plays.clear();
    return undefined;
  });
  server.setDefault('deleteHistoryEntry', ({ playId }) => {
    plays.delete(playId);
    return undefined;
  });
}

/** Every token is right, and nothing waits. */
function answerScrobbling(server: MockServer): void {
  const off: ScrobblingState = { state: 'off', userName: null, waiting: 0, submittedAt: null };
  let state = off;
  server.setDefault('getScrobbling', () => state);
  server.setDefault('connectListenBrainz', () => (state = { ...off, state: 'on', userName: 'ada' }));
  server.setDefault('disconnectListenBrainz', () => {
    state = off;
    return undefined;
  });
}

/** What one account plays; a track never ends. */
function answerPlayback(server: MockServer): void {
  const nothing: NowPlaying = { track: null, startedAt: null, device: null };
  let playing = nothing;
  let queue: PlayQueue = {
    ...{ revision: 0, entries: [], current: null, positionMs: 0 },
    ...{ changedAt: null, changedBy: null },
  };
  server.setDefault('getNowPlaying', () => playing);
  server.setDefault('setNowPlaying', ({ trackId, positionMs = 0, device = null }) => {
    const startedAt = new Date(Date.now() - positionMs).toISOString();
    playing = { track: trackOf(trackId), startedAt, device };
    return undefined;
  });
  server.setDefault('clearNowPlaying', () => {
    playing = nothing;
    return undefined;
  });
  server.setDefault('getPlayQueue', () => queue);
  server.setDefault(
    'savePlayQueue',
    ({ trackIds, current, positionMs, changedBy = null, revision: base }) => {
      const isPlaced = current === null ? trackIds.length === 0 : current < trackIds.length;
      if (!isPlaced) throw new DownbeatError('PLAY_QUEUE_INVALID', 'No track is at this place');
      if (base !== undefined && base !== queue.revision)
        throw new DownbeatError('PLAY_QUEUE_CHANGED', 'Another device has saved the queue');
      const [revision, changedAt] = [queue.revision + 1, new Date().toISOString()];
      const entries = trackIds.map((trackId) => ({ trackId, track: trackOf(trackId) }));
      queue = { revision, entries, current, positionMs, changedAt, changedBy };
      return { revision, changedAt };
    },
  );
}

function answerOutputDelays(server: MockServer): void {
  let delays: readonly OutputDelay[] = [];
  const without = (deviceId: string, output: string) =>
    delays.filter((one) => one.deviceId !== deviceId || one.output !== output);
  server.setDefault('listOutputDelays', () => ({ items: [...delays] }));
  server.setDefault('setOutputDelay', (input) => {
    const { deviceId, output, delayMs } = input;
    delays = [{ deviceId, output, delayMs, setAt: new Date().toISOString() }, ...without(deviceId, output)];
    return undefined;
  });
  server.setDefault('removeOutputDelay', ({ deviceId, output }) => {
    delays = without(deviceId, output);
    return undefined;
  });
}
