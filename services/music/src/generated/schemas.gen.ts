// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

/** No control characters, and none that change the direction of writing. */
export const TrackTitle = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description: 'No control characters, and none that change the direction of writing.',
});
export type TrackTitle = Static<typeof TrackTitle>;

/** No control characters, and none that change the direction of writing. */
export const TagText = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description: 'No control characters, and none that change the direction of writing.',
});
export type TagText = Static<typeof TagText>;

export const TagNumber = Type.Integer({ minimum: 0, maximum: 9999 });
export type TagNumber = Static<typeof TagNumber>;

export const AudioContentType = Type.Unsafe<
  'audio/mpeg' | 'audio/flac' | 'audio/ogg' | 'audio/mp4' | 'audio/wav'
>({ type: 'string', enum: ['audio/mpeg', 'audio/flac', 'audio/ogg', 'audio/mp4', 'audio/wav'] });
export type AudioContentType = Static<typeof AudioContentType>;
export const AudioContentTypeValues = [
  'audio/mpeg',
  'audio/flac',
  'audio/ogg',
  'audio/mp4',
  'audio/wav',
] as const;

/**
 * `relevance` puts a track first whose title has the word of the search that the fewest tracks have, then
 * the artist, then the album and the genre, each time whole words before beginnings, and newer tracks before
 * older ones. Without words it is `newest`.
 */
export const TrackSort = Type.Unsafe<'newest' | 'oldest' | 'title' | 'relevance'>({
  type: 'string',
  enum: ['newest', 'oldest', 'title', 'relevance'],
  default: 'newest',
});
export type TrackSort = Static<typeof TrackSort>;
export const TrackSortValues = ['newest', 'oldest', 'title', 'relevance'] as const;

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const DisplayName = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type DisplayName = Static<typeof DisplayName>;

export const ArtistRef = Type.Object({ id: Id, name: DisplayName }, { additionalProperties: false });
export type ArtistRef = Static<typeof ArtistRef>;

/**
 * Opaque. It stays as long as the names do, and is the same for spellings that differ only in case, accents
 * and spaces.
 */
export const CatalogueId = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}$',
  description:
    'Opaque. It stays as long as the names do, and is the same for spellings that differ only in case, accents and spaces.',
});
export type CatalogueId = Static<typeof CatalogueId>;

export const CatalogueRef = Type.Object(
  { id: CatalogueId, name: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export type CatalogueRef = Static<typeof CatalogueRef>;

/** Milliseconds. */
export const DurationMs = Type.Integer({ minimum: 1, maximum: 86400000 });
export type DurationMs = Static<typeof DurationMs>;

/** Decibels, towards -14 LUFS. A quiet track is turned up only as far as its true peak stays below -1 dBTP. */
export const GainDb = Type.Number({ minimum: -48, maximum: 24 });
export type GainDb = Static<typeof GainDb>;

/**
 * `unlisted`: in no list, no search and not among the tracks of its artist, but anyone who knows its id can
 * play it, e.g. from a playlist or in a session. `private`: only for its artist and for admins.
 */
export const TrackVisibility = Type.Unsafe<'public' | 'unlisted' | 'private'>({
  type: 'string',
  enum: ['public', 'unlisted', 'private'],
});
export type TrackVisibility = Static<typeof TrackVisibility>;
export const TrackVisibilityValues = ['public', 'unlisted', 'private'] as const;

/**
 * A picture of a few pixels, to be shown larger until the cover is loaded: the source of an `<img>` element.
 * Null without a cover, and until it is made shortly after the upload.
 */
export const CoverPlaceholder = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  maxLength: 1000,
  pattern: '^data:image/webp;base64,[A-Za-z0-9+/]+=*$',
  description:
    'A picture of a few pixels, to be shown larger until the cover is loaded: the source of an `<img>` element. Null without a cover, and until it is made shortly after the upload.',
});
export type CoverPlaceholder = Static<typeof CoverPlaceholder>;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

export const Track = Type.Object(
  {
    id: Id,
    title: TrackTitle,
    artist: ArtistRef,
    taggedArtist: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    album: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    albumArtist: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 })),
    genre: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    artists: Type.Optional(Type.Array(CatalogueRef, { maxItems: 20 })),
    albumId: Type.Optional(Type.Union([CatalogueId, Type.Null()])),
    genres: Type.Optional(Type.Array(CatalogueRef, { maxItems: 20 })),
    discNumber: Type.Optional(Type.Union([TagNumber, Type.Null()])),
    year: Type.Union([TagNumber, Type.Null()]),
    trackNumber: Type.Union([TagNumber, Type.Null()]),
    durationMs: DurationMs,
    gainDb: Type.Union([GainDb, Type.Null()]),
    contentType: AudioContentType,
    visibility: TrackVisibility,
    bytes: Type.Integer({ minimum: 1 }),
    streamUrl: Type.String(),
    coverUrl: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    coverPlaceholder: Type.Optional(CoverPlaceholder),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type Track = Static<typeof Track>;

/** A track can be played in every state. */
export const AnalysisState = Type.Unsafe<'pending' | 'done' | 'failed'>({
  type: 'string',
  enum: ['pending', 'done', 'failed'],
});
export type AnalysisState = Static<typeof AnalysisState>;
export const AnalysisStateValues = ['pending', 'done', 'failed'] as const;

/** The peaks of 800 parts of equal length; 255 is full scale. */
export const Waveform = Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), {
  minItems: 800,
  maxItems: 800,
});
export type Waveform = Static<typeof Waveform>;

/** What browsers play. `wav` is PCM of 8 to 32 bits. */
export const AudioFormatName = Type.Unsafe<'mp3' | 'flac' | 'aac' | 'vorbis' | 'opus' | 'wav'>({
  type: 'string',
  enum: ['mp3', 'flac', 'aac', 'vorbis', 'opus', 'wav'],
});
export type AudioFormatName = Static<typeof AudioFormatName>;
export const AudioFormatNameValues = ['mp3', 'flac', 'aac', 'vorbis', 'opus', 'wav'] as const;

export const OriginalAudio = Type.Object(
  { format: Type.Union([AudioFormatName, Type.Null()]), bitRate: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
);
export type OriginalAudio = Static<typeof OriginalAudio>;

/** The format and the kbit/s. */
export const RenditionName = Type.Unsafe<'opus-160' | 'opus-96' | 'aac-128'>({
  type: 'string',
  enum: ['opus-160', 'opus-96', 'aac-128'],
});
export type RenditionName = Static<typeof RenditionName>;
export const RenditionNameValues = ['opus-160', 'opus-96', 'aac-128'] as const;

export const Rendition = Type.Object(
  {
    name: RenditionName,
    format: AudioFormatName,
    contentType: AudioContentType,
    bitRate: Type.Integer({ minimum: 1 }),
    bytes: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type Rendition = Static<typeof Rendition>;

/**
 * Other encodings of the track, made after its analysis. None is made that is not clearly smaller than the
 * original, unless browsers do not play the original. They do not count for the bytes of the artist. When
 * the analysis has failed, they have failed for its reason. Where the operator has turned them off
 * (`RENDITIONS=false`), they stay pending, and the original is sent.
 */
export const TrackRenditions = Type.Object(
  {
    state: AnalysisState,
    reason: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    original: Type.Union([OriginalAudio, Type.Null()]),
    items: Type.Array(Rendition, { maxItems: 10 }),
  },
  { additionalProperties: false },
);
export type TrackRenditions = Static<typeof TrackRenditions>;

/**
 * What decoding the whole file has found. While a second analysis is pending, that of the first; all is null
 * before the first has ended, and after one has failed.
 */
export const TrackAnalysis = Type.Object(
  {
    trackId: Id,
    state: AnalysisState,
    reason: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    durationMs: Type.Union([DurationMs, Type.Null()]),
    sampleRate: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1 }),
    channels: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1 }),
    samples: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1 }),
    loudnessLufs: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
    truePeakDbtp: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
    gainDb: Type.Union([GainDb, Type.Null()]),
    isTruncated: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
    isDamaged: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
    isSilent: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
    waveform: Type.Union([Waveform, Type.Null()]),
    analysedAt: Type.Union([Timestamp, Type.Null()]),
    renditions: TrackRenditions,
  },
  { additionalProperties: false },
);
export type TrackAnalysis = Static<typeof TrackAnalysis>;

export const TrackPage = Type.Object(
  { items: Type.Array(Track), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type TrackPage = Static<typeof TrackPage>;

/** Four digits. */
export const Year = Type.Integer({ minimum: 1000, maximum: 9999 });
export type Year = Static<typeof Year>;

export const TrackChange = Type.Object(
  {
    title: Type.Optional(TrackTitle),
    taggedArtist: Type.Optional(Type.Union([TagText, Type.Null()])),
    album: Type.Optional(Type.Union([TagText, Type.Null()])),
    albumArtist: Type.Optional(Type.Union([TagText, Type.Null()])),
    genre: Type.Optional(Type.Union([TagText, Type.Null()])),
    year: Type.Optional(Type.Union([Year, Type.Null()])),
    discNumber: Type.Optional(Type.Union([TagNumber, Type.Null()])),
    trackNumber: Type.Optional(Type.Union([TagNumber, Type.Null()])),
    visibility: Type.Optional(TrackVisibility),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TrackChange = Static<typeof TrackChange>;

export const TracksChange = Type.Object(
  { trackIds: Type.Array(Id, { minItems: 1, maxItems: 50 }), change: TrackChange },
  { additionalProperties: false },
);
export type TracksChange = Static<typeof TracksChange>;

/** A SHA-256 digest, as 64 hexadecimal digits. */
export const Sha256 = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'A SHA-256 digest, as 64 hexadecimal digits.',
});
export type Sha256 = Static<typeof Sha256>;

export const LyricsText = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 100000 }) },
  { additionalProperties: false },
);
export type LyricsText = Static<typeof LyricsText>;

export const LyricsLine = Type.Object(
  { startMs: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]), text: Type.String({ maxLength: 500 }) },
  { additionalProperties: false },
);
export type LyricsLine = Static<typeof LyricsLine>;

export const Lyrics = Type.Object(
  {
    trackId: Id,
    source: Type.Union([
      Type.Unsafe<'file' | 'artist'>({ type: 'string', enum: ['file', 'artist'] }),
      Type.Null(),
    ]),
    isTimed: Type.Boolean(),
    lines: Type.Array(LyricsLine, { maxItems: 2000 }),
    updatedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Lyrics = Static<typeof Lyrics>;

export const FileDigests = Type.Object(
  { sha256: Type.Array(Sha256, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
);
export type FileDigests = Static<typeof FileDigests>;

export const DuplicateTrack = Type.Object(
  { sha256: Sha256, trackId: Id, title: TrackTitle, album: Type.Union([TagText, Type.Null()]) },
  { additionalProperties: false },
);
export type DuplicateTrack = Static<typeof DuplicateTrack>;

export const DuplicateTracks = Type.Object(
  { items: Type.Array(DuplicateTrack, { maxItems: 100 }) },
  { additionalProperties: false },
);
export type DuplicateTracks = Static<typeof DuplicateTracks>;

export const TrackChangeRefusal = Type.Object(
  {
    code: Type.Unsafe<'TRACK_NOT_FOUND' | 'FORBIDDEN' | 'UNAVAILABLE'>({
      type: 'string',
      enum: ['TRACK_NOT_FOUND', 'FORBIDDEN', 'UNAVAILABLE'],
    }),
    detail: Type.String(),
  },
  { additionalProperties: false },
);
export type TrackChangeRefusal = Static<typeof TrackChangeRefusal>;

export const TrackChangeResult = Type.Object(
  {
    trackId: Id,
    outcome: Type.Unsafe<'changed' | 'unchanged' | 'refused'>({
      type: 'string',
      enum: ['changed', 'unchanged', 'refused'],
    }),
    refusal: Type.Union([TrackChangeRefusal, Type.Null()]),
  },
  { additionalProperties: false },
);
export type TrackChangeResult = Static<typeof TrackChangeResult>;

export const TrackChangeResults = Type.Object(
  { results: Type.Array(TrackChangeResult, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type TrackChangeResults = Static<typeof TrackChangeResults>;

export const FieldChange = Type.Object(
  {
    field: Type.Unsafe<
      | 'title'
      | 'taggedArtist'
      | 'album'
      | 'albumArtist'
      | 'genre'
      | 'year'
      | 'discNumber'
      | 'trackNumber'
      | 'visibility'
      | 'cover'
    >({
      type: 'string',
      enum: [
        'title',
        'taggedArtist',
        'album',
        'albumArtist',
        'genre',
        'year',
        'discNumber',
        'trackNumber',
        'visibility',
        'cover',
      ],
    }),
    from: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    to: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type FieldChange = Static<typeof FieldChange>;

export const TrackEdit = Type.Object(
  { editedAt: Timestamp, editedBy: ArtistRef, changes: Type.Array(FieldChange, { maxItems: 10 }) },
  { additionalProperties: false },
);
export type TrackEdit = Static<typeof TrackEdit>;

export const TrackEditList = Type.Object(
  { items: Type.Array(TrackEdit, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type TrackEditList = Static<typeof TrackEditList>;

/**
 * `year` puts the newest year first and albums without one last; `newest` goes by the last upload of a
 * track.
 */
export const AlbumSort = Type.Unsafe<'title' | 'year' | 'newest'>({
  type: 'string',
  enum: ['title', 'year', 'newest'],
  default: 'title',
});
export type AlbumSort = Static<typeof AlbumSort>;
export const AlbumSortValues = ['title', 'year', 'newest'] as const;

export const DownloadLink = Type.Object(
  {
    downloadUrl: Type.String(),
    filename: Type.String(),
    trackCount: Type.Integer({ minimum: 0 }),
    expiresAt: Timestamp,
  },
  { additionalProperties: false },
);
export type DownloadLink = Static<typeof DownloadLink>;

export const Album = Type.Object(
  {
    id: CatalogueId,
    title: Type.String({ maxLength: 200 }),
    artist: CatalogueRef,
    uploaderId: Id,
    year: Type.Union([TagNumber, Type.Null()]),
    trackCount: Type.Integer({ minimum: 0 }),
    coverUrl: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    coverPlaceholder: Type.Optional(CoverPlaceholder),
  },
  { additionalProperties: false },
);
export type Album = Static<typeof Album>;

export const AlbumPage = Type.Object(
  { items: Type.Array(Album), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type AlbumPage = Static<typeof AlbumPage>;

export const AlbumDetail = Type.Object(
  {
    id: CatalogueId,
    title: Type.String({ maxLength: 200 }),
    artist: CatalogueRef,
    uploaderId: Id,
    year: Type.Union([TagNumber, Type.Null()]),
    trackCount: Type.Integer({ minimum: 0 }),
    coverUrl: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    coverPlaceholder: Type.Optional(CoverPlaceholder),
    durationMs: Type.Integer({ minimum: 0 }),
    genres: Type.Array(CatalogueRef),
    tracks: Type.Array(Track, { maxItems: 1000 }),
  },
  { additionalProperties: false },
);
export type AlbumDetail = Static<typeof AlbumDetail>;

/** `tracks` puts the artist with the most public tracks first. */
export const ArtistSort = Type.Unsafe<'name' | 'tracks'>({
  type: 'string',
  enum: ['name', 'tracks'],
  default: 'name',
});
export type ArtistSort = Static<typeof ArtistSort>;
export const ArtistSortValues = ['name', 'tracks'] as const;

export const Artist = Type.Object(
  {
    id: CatalogueId,
    name: Type.String({ maxLength: 200 }),
    uploaderId: Id,
    trackCount: Type.Integer({ minimum: 0 }),
    albumCount: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type Artist = Static<typeof Artist>;

export const ArtistPage = Type.Object(
  { items: Type.Array(Artist), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type ArtistPage = Static<typeof ArtistPage>;

export const ArtistDetail = Type.Object(
  {
    id: CatalogueId,
    name: Type.String({ maxLength: 200 }),
    uploaderId: Id,
    trackCount: Type.Integer({ minimum: 0 }),
    albumCount: Type.Integer({ minimum: 0 }),
    albums: Type.Array(Album, { maxItems: 20 }),
    newestTracks: Type.Array(Track, { maxItems: 20 }),
  },
  { additionalProperties: false },
);
export type ArtistDetail = Static<typeof ArtistDetail>;

export const Genre = Type.Object(
  { id: CatalogueId, name: Type.String({ maxLength: 200 }), trackCount: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type Genre = Static<typeof Genre>;

export const GenrePage = Type.Object(
  { items: Type.Array(Genre), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type GenrePage = Static<typeof GenrePage>;

/** Each word must be the beginning of a word of what is found. */
export const SearchWords = Type.String({ minLength: 1, maxLength: 100 });
export type SearchWords = Static<typeof SearchWords>;

export const MatchLimit = Type.Integer({ minimum: 0, maximum: 50, default: 5 });
export type MatchLimit = Static<typeof MatchLimit>;

/**
 * Whether there may be more than these. A search looks at a bounded number of candidates, so with several
 * words there may be none after all.
 */
export const HasMore = Type.Boolean();
export type HasMore = Static<typeof HasMore>;

export const ArtistMatches = Type.Object(
  { items: Type.Array(Artist, { maxItems: 50 }), hasMore: HasMore },
  { additionalProperties: false },
);
export type ArtistMatches = Static<typeof ArtistMatches>;

export const AlbumMatches = Type.Object(
  { items: Type.Array(Album, { maxItems: 50 }), hasMore: HasMore },
  { additionalProperties: false },
);
export type AlbumMatches = Static<typeof AlbumMatches>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type Name = Static<typeof Name>;

/**
 * `private`: only for its owner and members. `unlisted`: for all who have its id, and in no list. `public`:
 * for all, and found by `listPublicPlaylists`.
 */
export const Visibility = Type.Unsafe<'private' | 'unlisted' | 'public'>({
  type: 'string',
  enum: ['private', 'unlisted', 'public'],
});
export type Visibility = Static<typeof Visibility>;
export const VisibilityValues = ['private', 'unlisted', 'public'] as const;

/**
 * Null when it is not known: of an account that is no member any more, and of the owner of an old playlist
 * that was never shared.
 */
export const PlaylistAccountName = Type.Unsafe<string | null>({ type: ['string', 'null'] });
export type PlaylistAccountName = Static<typeof PlaylistAccountName>;

/**
 * `edit`: changes the items, the name and the description. `add`: adds tracks, and removes those. `view`:
 * reads it, also when it is private.
 */
export const PlaylistRole = Type.Unsafe<'owner' | 'edit' | 'add' | 'view'>({
  type: 'string',
  enum: ['owner', 'edit', 'add', 'view'],
});
export type PlaylistRole = Static<typeof PlaylistRole>;
export const PlaylistRoleValues = ['owner', 'edit', 'add', 'view'] as const;

export const PlaylistSummary = Type.Object(
  {
    id: Id,
    name: Name,
    description: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    visibility: Visibility,
    ownerId: Id,
    ownerName: PlaylistAccountName,
    role: PlaylistRole,
    isFollowed: Type.Boolean(),
    itemCount: Type.Integer({ minimum: 0 }),
    coverUrls: Type.Array(Type.String(), { maxItems: 4 }),
    coverPlaceholders: Type.Optional(Type.Array(CoverPlaceholder, { maxItems: 4 })),
    revision: Type.Integer({ minimum: 0, maximum: 9007199254740991 }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type PlaylistSummary = Static<typeof PlaylistSummary>;

export const PlaylistMatches = Type.Object(
  { items: Type.Array(PlaylistSummary, { maxItems: 50 }), hasMore: HasMore },
  { additionalProperties: false },
);
export type PlaylistMatches = Static<typeof PlaylistMatches>;

export const TrackMatches = Type.Object(
  { items: Type.Array(Track, { maxItems: 50 }), hasMore: HasMore },
  { additionalProperties: false },
);
export type TrackMatches = Static<typeof TrackMatches>;

export const SearchMatches = Type.Object(
  { artists: ArtistMatches, albums: AlbumMatches, playlists: PlaylistMatches, tracks: TrackMatches },
  { additionalProperties: false },
);
export type SearchMatches = Static<typeof SearchMatches>;

export const SuggestionKind = Type.Unsafe<'artist' | 'album' | 'track'>({
  type: 'string',
  enum: ['artist', 'album', 'track'],
});
export type SuggestionKind = Static<typeof SuggestionKind>;
export const SuggestionKindValues = ['artist', 'album', 'track'] as const;

export const Suggestion = Type.Object(
  {
    kind: SuggestionKind,
    id: Type.String({ minLength: 22, maxLength: 36 }),
    text: Type.String({ maxLength: 200 }),
    artistName: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type Suggestion = Static<typeof Suggestion>;

export const SuggestionList = Type.Object(
  { items: Type.Array(Suggestion, { maxItems: 10 }) },
  { additionalProperties: false },
);
export type SuggestionList = Static<typeof SuggestionList>;

/** 1 to 100 ids (UUID, version 7, in lower case) with a comma between them. */
export const TrackIds = Type.String({
  maxLength: 3699,
  pattern:
    '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(,[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}){0,99}$',
  description: '1 to 100 ids (UUID, version 7, in lower case) with a comma between them.',
});
export type TrackIds = Static<typeof TrackIds>;

export const LikedTrack = Type.Object({ likedAt: Timestamp, track: Track }, { additionalProperties: false });
export type LikedTrack = Static<typeof LikedTrack>;

export const LikedTrackPage = Type.Object(
  { items: Type.Array(LikedTrack), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type LikedTrackPage = Static<typeof LikedTrackPage>;

/** From 1, the worst, to 5, the best. */
export const Rating = Type.Integer({ minimum: 1, maximum: 5 });
export type Rating = Static<typeof Rating>;

export const NewRating = Type.Object({ rating: Rating }, { additionalProperties: false });
export type NewRating = Static<typeof NewRating>;

/** Of all ratings, with at most two decimals; `null` while there are none. */
export const AverageRating = Type.Unsafe<number | null>({ type: ['number', 'null'], minimum: 1, maximum: 5 });
export type AverageRating = Static<typeof AverageRating>;

export const RatedTrack = Type.Object(
  { rating: Rating, ratedAt: Timestamp, track: Track },
  { additionalProperties: false },
);
export type RatedTrack = Static<typeof RatedTrack>;

export const RatedTrackPage = Type.Object(
  { items: Type.Array(RatedTrack), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type RatedTrackPage = Static<typeof RatedTrackPage>;

/** Where in the track, in milliseconds. */
export const TrackPositionMs = Type.Integer({ minimum: 0, maximum: 604800000 });
export type TrackPositionMs = Static<typeof TrackPositionMs>;

/** The device, as it names itself to the listener. */
export const DeviceLabel = Type.String({ minLength: 1, maxLength: 100 });
export type DeviceLabel = Static<typeof DeviceLabel>;

export const NewNowPlaying = Type.Object(
  { trackId: Id, positionMs: Type.Optional(TrackPositionMs), device: Type.Optional(DeviceLabel) },
  { additionalProperties: false },
);
export type NewNowPlaying = Static<typeof NewNowPlaying>;

export const NowPlaying = Type.Object(
  {
    track: Type.Union([Track, Type.Null()]),
    startedAt: Type.Union([Timestamp, Type.Null()]),
    device: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type NowPlaying = Static<typeof NowPlaying>;

export const NewPlayQueue = Type.Object(
  {
    trackIds: Type.Array(Id, { maxItems: 500 }),
    current: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0, maximum: 499 }),
    positionMs: TrackPositionMs,
    changedBy: Type.Optional(DeviceLabel),
    revision: Type.Optional(Type.Integer({ minimum: 0, maximum: 9007199254740991 })),
  },
  { additionalProperties: false },
);
export type NewPlayQueue = Static<typeof NewPlayQueue>;

export const SavedPlayQueue = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), changedAt: Timestamp },
  { additionalProperties: false },
);
export type SavedPlayQueue = Static<typeof SavedPlayQueue>;

export const PlayQueueEntry = Type.Object(
  { trackId: Id, track: Type.Union([Track, Type.Null()]) },
  { additionalProperties: false },
);
export type PlayQueueEntry = Static<typeof PlayQueueEntry>;

export const PlayQueue = Type.Object(
  {
    revision: Type.Integer({ minimum: 0 }),
    entries: Type.Array(PlayQueueEntry, { maxItems: 500 }),
    current: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0 }),
    positionMs: TrackPositionMs,
    changedAt: Type.Union([Timestamp, Type.Null()]),
    changedBy: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type PlayQueue = Static<typeof PlayQueue>;

export const ListenBrainzToken = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[!-~]+$',
      description: 'From the settings of the account at ListenBrainz.',
    }),
  },
  { additionalProperties: false },
);
export type ListenBrainzToken = Static<typeof ListenBrainzToken>;

export const ScrobblingState = Type.Object(
  {
    state: Type.Unsafe<'on' | 'off' | 'refused'>({ type: 'string', enum: ['on', 'off', 'refused'] }),
    userName: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 }),
    waiting: Type.Integer({ minimum: 0, maximum: 1000 }),
    submittedAt: Type.Union([Timestamp, Type.Null()]),
  },
  { additionalProperties: false },
);
export type ScrobblingState = Static<typeof ScrobblingState>;

export const ArtistFollowState = Type.Object(
  { artistId: CatalogueId, isFollowed: Type.Boolean(), followers: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type ArtistFollowState = Static<typeof ArtistFollowState>;

export const FollowedArtist = Type.Object(
  {
    followedAt: Timestamp,
    artistId: CatalogueId,
    name: Type.String({ maxLength: 200 }),
    artist: Type.Union([Artist, Type.Null()]),
  },
  { additionalProperties: false },
);
export type FollowedArtist = Static<typeof FollowedArtist>;

export const FollowedArtistPage = Type.Object(
  { items: Type.Array(FollowedArtist), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type FollowedArtistPage = Static<typeof FollowedArtistPage>;

export const Release = Type.Object({ releasedAt: Timestamp, track: Track }, { additionalProperties: false });
export type Release = Static<typeof Release>;

export const ReleasePage = Type.Object(
  { items: Type.Array(Release), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type ReleasePage = Static<typeof ReleasePage>;

export const TrackState = Type.Object(
  {
    trackId: Id,
    isLiked: Type.Boolean(),
    userRating: Type.Union([Rating, Type.Null()]),
    averageRating: AverageRating,
    ratings: Type.Integer({ minimum: 0 }),
    plays: Type.Integer({ minimum: 0 }),
    ownPlays: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type TrackState = Static<typeof TrackState>;

export const TrackStateList = Type.Object(
  { items: Type.Array(TrackState, { maxItems: 100 }) },
  { additionalProperties: false },
);
export type TrackStateList = Static<typeof TrackStateList>;

/** Made by the client, e.g. a UUID; 16 to 64 letters, digits, `-` and `_`. */
export const PlayId = Type.String({
  minLength: 16,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Made by the client, e.g. a UUID; 16 to 64 letters, digits, `-` and `_`.',
});
export type PlayId = Static<typeof PlayId>;

export const PlayReport = Type.Object(
  {
    id: PlayId,
    trackId: Id,
    startedAt: Timestamp,
    playedMs: Type.Integer({ minimum: 0, maximum: 604800000 }),
  },
  { additionalProperties: false },
);
export type PlayReport = Static<typeof PlayReport>;

export const PlayReports = Type.Object(
  { plays: Type.Array(PlayReport, { minItems: 1, maxItems: 50 }) },
  { additionalProperties: false },
);
export type PlayReports = Static<typeof PlayReports>;

export const PlayRefusal = Type.Object(
  {
    code: Type.Unsafe<'PLAY_TOO_SHORT' | 'PLAY_TOO_OLD' | 'PLAY_IN_FUTURE' | 'TRACK_NOT_FOUND'>({
      type: 'string',
      enum: ['PLAY_TOO_SHORT', 'PLAY_TOO_OLD', 'PLAY_IN_FUTURE', 'TRACK_NOT_FOUND'],
    }),
    detail: Type.String(),
  },
  { additionalProperties: false },
);
export type PlayRefusal = Static<typeof PlayRefusal>;

export const PlayResult = Type.Object(
  {
    id: PlayId,
    outcome: Type.Unsafe<'counted' | 'repeated' | 'refused'>({
      type: 'string',
      enum: ['counted', 'repeated', 'refused'],
    }),
    refusal: Type.Union([PlayRefusal, Type.Null()]),
  },
  { additionalProperties: false },
);
export type PlayResult = Static<typeof PlayResult>;

export const PlayResults = Type.Object(
  { results: Type.Array(PlayResult, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type PlayResults = Static<typeof PlayResults>;

export const HistoryEntry = Type.Object(
  {
    id: PlayId,
    startedAt: Timestamp,
    title: Type.String(),
    artistName: Type.String(),
    track: Type.Union([Track, Type.Null()]),
  },
  { additionalProperties: false },
);
export type HistoryEntry = Static<typeof HistoryEntry>;

export const HistoryPage = Type.Object(
  { items: Type.Array(HistoryEntry), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type HistoryPage = Static<typeof HistoryPage>;

export const PlayedSort = Type.Unsafe<'recent' | 'most'>({
  type: 'string',
  enum: ['recent', 'most'],
  default: 'recent',
});
export type PlayedSort = Static<typeof PlayedSort>;
export const PlayedSortValues = ['recent', 'most'] as const;

export const PlayedTrack = Type.Object(
  { plays: Type.Integer({ minimum: 1 }), lastPlayedAt: Timestamp, track: Track },
  { additionalProperties: false },
);
export type PlayedTrack = Static<typeof PlayedTrack>;

export const PlayedTrackPage = Type.Object(
  { items: Type.Array(PlayedTrack), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type PlayedTrackPage = Static<typeof PlayedTrackPage>;

export const DayFigures = Type.Object(
  {
    day: Type.String({ format: 'date' }),
    plays: Type.Integer({ minimum: 0 }),
    listeners: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type DayFigures = Static<typeof DayFigures>;

export const TrackFigures = Type.Object(
  {
    trackId: Id,
    plays: Type.Integer({ minimum: 0 }),
    listeners: Type.Integer({ minimum: 0 }),
    ratings: Type.Integer({ minimum: 0 }),
    averageRating: AverageRating,
    ratingCounts: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 5, maxItems: 5 }),
    days: Type.Array(DayFigures, { maxItems: 30 }),
  },
  { additionalProperties: false },
);
export type TrackFigures = Static<typeof TrackFigures>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const PlaylistDescription = Type.String({
  minLength: 1,
  maxLength: 300,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type PlaylistDescription = Static<typeof PlaylistDescription>;

export const NewPlaylist = Type.Object(
  {
    name: Name,
    description: Type.Optional(PlaylistDescription),
    visibility: Type.Optional(Visibility),
    trackIds: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
  },
  { additionalProperties: false },
);
export type NewPlaylist = Static<typeof NewPlaylist>;

/** What is left out stays as it is; `null` removes the description. */
export const PlaylistChange = Type.Object(
  {
    name: Type.Optional(Name),
    description: Type.Optional(Type.Union([PlaylistDescription, Type.Null()])),
    visibility: Type.Optional(Visibility),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type PlaylistChange = Static<typeof PlaylistChange>;

/** The item before which the tracks come; at the end when it is left out. */
export const NextItemId = Id;
export type NextItemId = Static<typeof NextItemId>;

export const NewPlaylistItem = Type.Object(
  { trackId: Id, beforeItemId: Type.Optional(NextItemId) },
  { additionalProperties: false },
);
export type NewPlaylistItem = Static<typeof NewPlaylistItem>;

export const NewPlaylistTracks = Type.Object(
  { trackIds: Type.Array(Id, { minItems: 1, maxItems: 100 }), beforeItemId: Type.Optional(NextItemId) },
  { additionalProperties: false },
);
export type NewPlaylistTracks = Static<typeof NewPlaylistTracks>;

export const PlaylistCopy = Type.Object({ name: Type.Optional(Name) }, { additionalProperties: false });
export type PlaylistCopy = Static<typeof PlaylistCopy>;

export const PlaylistOrder = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, maximum: 9007199254740991 }),
    itemIds: Type.Array(Id, { maxItems: 1000 }),
  },
  { additionalProperties: false },
);
export type PlaylistOrder = Static<typeof PlaylistOrder>;

export const PlaylistFileFormat = Type.Unsafe<'m3u8' | 'xspf' | 'jspf'>({
  type: 'string',
  enum: ['m3u8', 'xspf', 'jspf'],
});
export type PlaylistFileFormat = Static<typeof PlaylistFileFormat>;
export const PlaylistFileFormatValues = ['m3u8', 'xspf', 'jspf'] as const;

export const PlaylistImport = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 500000 }),
    format: Type.Optional(PlaylistFileFormat),
    name: Type.Optional(Name),
    visibility: Type.Optional(Visibility),
  },
  { additionalProperties: false },
);
export type PlaylistImport = Static<typeof PlaylistImport>;

export const ImportedEntry = Type.Object(
  {
    title: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    artist: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    durationMs: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
    trackId: Type.Union([Id, Type.Null()]),
    matchedBy: Type.Union([
      Type.Unsafe<'id' | 'metadata'>({ type: 'string', enum: ['id', 'metadata'] }),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
export type ImportedEntry = Static<typeof ImportedEntry>;

export const PlaylistImportResult = Type.Object(
  {
    playlistId: Id,
    name: Name,
    matched: Type.Integer({ minimum: 0 }),
    entries: Type.Array(ImportedEntry, { maxItems: 1000 }),
  },
  { additionalProperties: false },
);
export type PlaylistImportResult = Static<typeof PlaylistImportResult>;

export const PlaylistMemberRole = Type.Unsafe<'edit' | 'add' | 'view'>({
  type: 'string',
  enum: ['edit', 'add', 'view'],
});
export type PlaylistMemberRole = Static<typeof PlaylistMemberRole>;
export const PlaylistMemberRoleValues = ['edit', 'add', 'view'] as const;

export const PlaylistRoleAssignment = Type.Object(
  { role: PlaylistMemberRole },
  { additionalProperties: false },
);
export type PlaylistRoleAssignment = Static<typeof PlaylistRoleAssignment>;

export const PlaylistMember = Type.Object(
  { userId: Id, displayName: PlaylistAccountName, role: PlaylistRole, joinedAt: Timestamp },
  { additionalProperties: false },
);
export type PlaylistMember = Static<typeof PlaylistMember>;

export const PlaylistMemberList = Type.Object(
  { items: Type.Array(PlaylistMember, { maxItems: 51 }) },
  { additionalProperties: false },
);
export type PlaylistMemberList = Static<typeof PlaylistMemberList>;

export const NewPlaylistInvite = Type.Object(
  { role: PlaylistMemberRole, expiresInHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720 })) },
  { additionalProperties: false },
);
export type NewPlaylistInvite = Static<typeof NewPlaylistInvite>;

export const PlaylistInvite = Type.Object(
  { id: Id, inviteCode: Type.String(), role: PlaylistMemberRole, createdAt: Timestamp, expiresAt: Timestamp },
  { additionalProperties: false },
);
export type PlaylistInvite = Static<typeof PlaylistInvite>;

export const PlaylistInviteList = Type.Object(
  { items: Type.Array(PlaylistInvite, { maxItems: 10 }) },
  { additionalProperties: false },
);
export type PlaylistInviteList = Static<typeof PlaylistInviteList>;

export const PlaylistContributor = Type.Object(
  { userId: Id, displayName: PlaylistAccountName },
  { additionalProperties: false },
);
export type PlaylistContributor = Static<typeof PlaylistContributor>;

export const PlaylistItem = Type.Object(
  { id: Id, addedAt: Timestamp, addedBy: PlaylistContributor, track: Track },
  { additionalProperties: false },
);
export type PlaylistItem = Static<typeof PlaylistItem>;

export const Playlist = Type.Object(
  {
    id: Id,
    name: Name,
    description: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    visibility: Visibility,
    ownerId: Id,
    ownerName: PlaylistAccountName,
    role: PlaylistRole,
    revision: Type.Integer({ minimum: 0 }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    items: Type.Array(PlaylistItem),
  },
  { additionalProperties: false },
);
export type Playlist = Static<typeof Playlist>;

export const PlaylistPage = Type.Object(
  {
    items: Type.Array(PlaylistSummary),
    nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type PlaylistPage = Static<typeof PlaylistPage>;

/** Eight letters and digits, without similar ones; empty for a member whose role may not invite. */
export const InviteCode = Type.String({
  pattern: '^([A-HJ-NP-Z2-9]{8})?$',
  description:
    'Eight letters and digits, without similar ones; empty for a member whose role may not invite.',
});
export type InviteCode = Static<typeof InviteCode>;

/** An invite code in any letter case, with or without a dash in the middle. */
export const GivenInviteCode = Type.String({
  pattern: '^[A-HJ-NP-Za-hj-np-z2-9]{4}-?[A-HJ-NP-Za-hj-np-z2-9]{4}$',
  description: 'An invite code in any letter case, with or without a dash in the middle.',
});
export type GivenInviteCode = Static<typeof GivenInviteCode>;

/**
 * Who may control playback, in short: `everyone` when every role may, else `owner`. `settings.permissions`
 * says which roles.
 */
export const PlaybackControl = Type.Unsafe<'owner' | 'everyone'>({
  type: 'string',
  enum: ['owner', 'everyone'],
});
export type PlaybackControl = Static<typeof PlaybackControl>;
export const PlaybackControlValues = ['owner', 'everyone'] as const;

/**
 * Permissions for a purpose. `party`: everyone adds and plays. `radio`: the owner and co-hosts play and add.
 * `class`: the owner and co-hosts play, DJs add too, and only the owner and co-hosts invite.
 */
export const PermissionPreset = Type.Unsafe<'party' | 'radio' | 'class'>({
  type: 'string',
  enum: ['party', 'radio', 'class'],
});
export type PermissionPreset = Static<typeof PermissionPreset>;
export const PermissionPresetValues = ['party', 'radio', 'class'] as const;

/** A role of members with an account, from the highest to the lowest. */
export const AccountRole = Type.Unsafe<'owner' | 'coHost' | 'dj' | 'listener'>({
  type: 'string',
  enum: ['owner', 'coHost', 'dj', 'listener'],
});
export type AccountRole = Static<typeof AccountRole>;
export const AccountRoleValues = ['owner', 'coHost', 'dj', 'listener'] as const;

/**
 * From the highest to the lowest. The owner and co-hosts manage the members. A user has one role on all
 * devices, and keeps it while a member. A `guest` has no account, and always stays one.
 */
export const MemberRole = Type.Unsafe<'owner' | 'coHost' | 'dj' | 'listener' | 'guest'>({
  type: 'string',
  enum: ['owner', 'coHost', 'dj', 'listener', 'guest'],
});
export type MemberRole = Static<typeof MemberRole>;
export const MemberRoleValues = ['owner', 'coHost', 'dj', 'listener', 'guest'] as const;

/** What is left out stays as it is. */
export const PermissionsChange = Type.Object(
  {
    playback: Type.Optional(AccountRole),
    add: Type.Optional(AccountRole),
    reorder: Type.Optional(AccountRole),
    invite: Type.Optional(AccountRole),
    chat: Type.Optional(MemberRole),
    vote: Type.Optional(MemberRole),
  },
  { additionalProperties: false },
);
export type PermissionsChange = Static<typeof PermissionsChange>;

/**
 * Of the connected users who may vote, how many must vote to skip an item, in percent, rounded up; 50 at
 * first.
 */
export const SkipSharePercent = Type.Integer({ minimum: 1, maximum: 100 });
export type SkipSharePercent = Static<typeof SkipSharePercent>;

/**
 * Who can join: with the invite code only (`private`, at first), or every signed-in user (`public`). The
 * list of public sessions has those that are not locked, while a member is connected.
 */
export const SessionVisibility = Type.Unsafe<'private' | 'public'>({
  type: 'string',
  enum: ['private', 'public'],
});
export type SessionVisibility = Static<typeof SessionVisibility>;
export const SessionVisibilityValues = ['private', 'public'] as const;

/**
 * Whether those who add to the end of the queue take turns: a new item comes before further items of users
 * who have more of them to come. Who may not change the order always adds in turn. Other items stay where
 * they are, also where they were moved to.
 */
export const FairTurns = Type.Boolean();
export type FairTurns = Static<typeof FairTurns>;

/**
 * Whether someone with the invite code can join without an account, by `joinAsGuest`; false at first, and no
 * preset changes it. Without effect while the session is locked, or someone decides about new members. When
 * it is switched off, the guests leave: their sockets are closed with 4010.
 */
export const AllowsGuests = Type.Boolean();
export type AllowsGuests = Static<typeof AllowsGuests>;

/** What is left out stays as it is. `permissions` counts after `preset`. */
export const SettingsChange = Type.Object(
  {
    preset: Type.Optional(PermissionPreset),
    permissions: Type.Optional(PermissionsChange),
    isLocked: Type.Optional(Type.Boolean()),
    requiresApproval: Type.Optional(Type.Boolean()),
    skipSharePercent: Type.Optional(SkipSharePercent),
    visibility: Type.Optional(SessionVisibility),
    fairTurns: Type.Optional(FairTurns),
    allowsGuests: Type.Optional(AllowsGuests),
  },
  { additionalProperties: false },
);
export type SettingsChange = Static<typeof SettingsChange>;

export const NewListeningSession = Type.Object(
  {
    name: Type.Optional(Name),
    trackIds: Type.Array(Id, { minItems: 1, maxItems: 100 }),
    playbackControl: Type.Optional(PlaybackControl),
    settings: Type.Optional(SettingsChange),
  },
  { additionalProperties: false },
);
export type NewListeningSession = Static<typeof NewListeningSession>;

export const JoinRequest = Type.Object({ inviteCode: GivenInviteCode }, { additionalProperties: false });
export type JoinRequest = Static<typeof JoinRequest>;

export const NewGuest = Type.Object(
  { inviteCode: GivenInviteCode, displayName: DisplayName },
  { additionalProperties: false },
);
export type NewGuest = Static<typeof NewGuest>;

export const Guest = Type.Object({ id: Id, displayName: DisplayName }, { additionalProperties: false });
export type Guest = Static<typeof Guest>;

export const GuestSession = Type.Object(
  {
    accessToken: Type.String(),
    expiresIn: Type.Integer({ minimum: 1 }),
    expiresAt: Timestamp,
    guest: Guest,
    sessionId: Id,
  },
  { additionalProperties: false },
);
export type GuestSession = Static<typeof GuestSession>;

export const RoleAssignment = Type.Object(
  { role: Type.Unsafe<'coHost' | 'dj' | 'listener'>({ type: 'string', enum: ['coHost', 'dj', 'listener'] }) },
  { additionalProperties: false },
);
export type RoleAssignment = Static<typeof RoleAssignment>;

export const NewOwner = Type.Object({ userId: Id }, { additionalProperties: false });
export type NewOwner = Static<typeof NewOwner>;

export const NewInviteCode = Type.Object({ inviteCode: InviteCode }, { additionalProperties: false });
export type NewInviteCode = Static<typeof NewInviteCode>;

export const JoinDecision = Type.Object(
  { decision: Type.Unsafe<'approve' | 'refuse'>({ type: 'string', enum: ['approve', 'refuse'] }) },
  { additionalProperties: false },
);
export type JoinDecision = Static<typeof JoinDecision>;

/**
 * Any script; no control characters, nor those that break a line or turn the direction of writing; something
 * in it can be seen.
 */
export const ChatText = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type ChatText = Static<typeof ChatText>;

export const NewChatMessage = Type.Object({ text: ChatText }, { additionalProperties: false });
export type NewChatMessage = Static<typeof NewChatMessage>;

/** Milliseconds from the start of the track. */
export const PositionMs = Type.Number({ minimum: 0, maximum: 86400000 });
export type PositionMs = Static<typeof PositionMs>;

export const PlaceInTrack = Type.Object(
  { queueItemId: Id, trackId: Id, title: Type.String({ maxLength: 200 }), positionMs: PositionMs },
  { additionalProperties: false },
);
export type PlaceInTrack = Static<typeof PlaceInTrack>;

/** Where playback was; null when there was no current item. */
export const TrackPosition = Type.Union([PlaceInTrack, Type.Null()]);
export type TrackPosition = Static<typeof TrackPosition>;

/** A message of a member to all others. */
export const ChatMessage = Type.Object(
  {
    id: Id,
    number: Type.Integer({ minimum: 1, maximum: 9007199254740991 }),
    userId: Id,
    displayName: DisplayName,
    isGuest: Type.Optional(Type.Boolean()),
    text: ChatText,
    postedAt: Timestamp,
    at: TrackPosition,
  },
  { additionalProperties: false },
);
export type ChatMessage = Static<typeof ChatMessage>;

export const ChatMessagePage = Type.Object(
  { items: Type.Array(ChatMessage), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type ChatMessagePage = Static<typeof ChatMessagePage>;

export const NewSkipVote = Type.Object({ queueItemId: Id }, { additionalProperties: false });
export type NewSkipVote = Static<typeof NewSkipVote>;

export const NewSuggestion = Type.Object({ trackId: Id }, { additionalProperties: false });
export type NewSuggestion = Static<typeof NewSuggestion>;

export const SuggestionAnswer = Type.Object(
  {
    decision: Type.Unsafe<'accept' | 'decline'>({ type: 'string', enum: ['accept', 'decline'] }),
    place: Type.Optional(
      Type.Unsafe<'next' | 'end'>({ type: 'string', enum: ['next', 'end'], default: 'end' }),
    ),
  },
  { additionalProperties: false },
);
export type SuggestionAnswer = Static<typeof SuggestionAnswer>;

export const VoteCount = Type.Integer({ minimum: 0, maximum: 1000 });
export type VoteCount = Static<typeof VoteCount>;

/** A track that a member wants to hear in this session. */
export const TrackSuggestion = Type.Object(
  {
    id: Id,
    trackId: Id,
    title: Type.String({ maxLength: 200 }),
    artistName: Type.String({ maxLength: 80 }),
    durationMs: DurationMs,
    userId: Id,
    displayName: DisplayName,
    suggestedAt: Timestamp,
    votes: VoteCount,
  },
  { additionalProperties: false },
);
export type TrackSuggestion = Static<typeof TrackSuggestion>;

export const TrackSuggestionList = Type.Object(
  { items: Type.Array(TrackSuggestion, { maxItems: 50 }), votedIds: Type.Array(Id, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type TrackSuggestionList = Static<typeof TrackSuggestionList>;

export const Reaction = Type.Unsafe<'heart' | 'fire' | 'clap' | 'laugh' | 'wow' | 'sad' | 'party' | 'wave'>({
  type: 'string',
  enum: ['heart', 'fire', 'clap', 'laugh', 'wow', 'sad', 'party', 'wave'],
});
export type Reaction = Static<typeof Reaction>;
export const ReactionValues = ['heart', 'fire', 'clap', 'laugh', 'wow', 'sad', 'party', 'wave'] as const;

export const NewReaction = Type.Object({ reaction: Reaction }, { additionalProperties: false });
export type NewReaction = Static<typeof NewReaction>;

/** A user who has the invite code, and waits for the owner or a co-host. */
export const RequestToJoin = Type.Object(
  { userId: Id, displayName: DisplayName, requestedAt: Timestamp },
  { additionalProperties: false },
);
export type RequestToJoin = Static<typeof RequestToJoin>;

/** In a snapshot only for members who decide about them. */
export const RequestsToJoin = Type.Array(RequestToJoin, { maxItems: 50 });
export type RequestsToJoin = Static<typeof RequestsToJoin>;

export const RequestToJoinList = Type.Object({ items: RequestsToJoin }, { additionalProperties: false });
export type RequestToJoinList = Static<typeof RequestToJoinList>;

export const Ban = Type.Object(
  { userId: Id, displayName: Type.Unsafe<string | null>({ type: ['string', 'null'] }), bannedAt: Timestamp },
  { additionalProperties: false },
);
export type Ban = Static<typeof Ban>;

export const BanList = Type.Object(
  { items: Type.Array(Ban, { maxItems: 500 }) },
  { additionalProperties: false },
);
export type BanList = Static<typeof BanList>;

export const PreviewedTrack = Type.Object(
  {
    title: Type.String(),
    artistName: Type.String(),
    coverUrl: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type PreviewedTrack = Static<typeof PreviewedTrack>;

/** How many members are connected. */
export const MemberCount = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type MemberCount = Static<typeof MemberCount>;

export const SessionPreview = Type.Object(
  {
    name: Name,
    ownerName: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    isPlaying: Type.Boolean(),
    track: Type.Union([PreviewedTrack, Type.Null()]),
    memberCount: MemberCount,
    allowsGuests: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type SessionPreview = Static<typeof SessionPreview>;

/**
 * The user who has the owner's permissions while the owner is away for long: the one who has been here
 * longest, of the highest role. Null while the owner is here.
 */
export const ActingHostId = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 });
export type ActingHostId = Static<typeof ActingHostId>;

/**
 * The lowest role that may do each thing; every higher one may too. `playback`: play, pause, seek, go on and
 * back. `add`: add to the queue. `reorder`: move and remove what others have added. `invite`: see the invite
 * code. `chat`: write messages and react. `vote`: vote to skip the current item, and for suggestions. Only
 * `chat` and `vote` can be for guests too.
 */
export const Permissions = Type.Object(
  {
    playback: AccountRole,
    add: AccountRole,
    reorder: AccountRole,
    invite: AccountRole,
    chat: MemberRole,
    vote: MemberRole,
  },
  { additionalProperties: false },
);
export type Permissions = Static<typeof Permissions>;

export const SessionSettings = Type.Object(
  {
    permissions: Permissions,
    preset: Type.Union([PermissionPreset, Type.Null()]),
    isLocked: Type.Boolean(),
    requiresApproval: Type.Boolean(),
    skipSharePercent: SkipSharePercent,
    visibility: SessionVisibility,
    fairTurns: FairTurns,
    allowsGuests: AllowsGuests,
  },
  { additionalProperties: false },
);
export type SessionSettings = Static<typeof SessionSettings>;

export const QueueItem = Type.Object(
  {
    id: Id,
    trackId: Id,
    title: Type.String({ maxLength: 200 }),
    artistName: Type.String({ maxLength: 80 }),
    durationMs: DurationMs,
    addedBy: Id,
  },
  { additionalProperties: false },
);
export type QueueItem = Static<typeof QueueItem>;

export const Queue = Type.Array(QueueItem, { maxItems: 1000 });
export type Queue = Static<typeof Queue>;

/** Raised when the timebase or the stored state was replaced. Revisions of other epochs cannot be compared. */
export const Epoch = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type Epoch = Static<typeof Epoch>;

/**
 * Grows by one with every accepted command, and whenever the server moves the queue on: one counter for
 * timeline and queue. A command carries the newest that its sender knows, and is refused as stale when what
 * it depends on has changed since: of `play`, `pause`, `seek`, `next` and `previous` that is playback; of
 * `clear`, `shuffle` and `replace` it is the queue; of `outputs` it is the list of outputs. All other edits
 * name what they are about, so they are applied to the queue as it is then.
 */
export const Revision = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type Revision = Static<typeof Revision>;

/** Microseconds on the session's timebase. */
export const TimeUs = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type TimeUs = Static<typeof TimeUs>;

/**
 * While `playing`, the position at time t is anchorPositionMs + (t - anchorServerTimeUs) / 1000 * rate.
 * Otherwise it is anchorPositionMs, from anchorServerTimeUs on. Before the anchor the former timeline goes
 * on; without one, nothing sounds.
 */
export const Timeline = Type.Object(
  {
    epoch: Epoch,
    revision: Revision,
    queueItemId: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 }),
    anchorServerTimeUs: TimeUs,
    anchorPositionMs: PositionMs,
    rate: Type.Number({ exclusiveMinimum: 0, maximum: 4 }),
    state: Type.Unsafe<'stopped' | 'playing' | 'paused'>({
      type: 'string',
      enum: ['stopped', 'playing', 'paused'],
    }),
  },
  { additionalProperties: false },
);
export type Timeline = Static<typeof Timeline>;

/** Distinguishes the devices of one user; two tabs are two devices. */
export const DeviceId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Distinguishes the devices of one user; two tabs are two devices.',
});
export type DeviceId = Static<typeof DeviceId>;

/**
 * What a client says of its member: `listening`, at first and where it is missing; `away`, e.g. in a hidden
 * page while nothing plays; `buffering`, while it has not got what should be heard.
 */
export const Presence = Type.Unsafe<'listening' | 'away' | 'buffering'>({
  type: 'string',
  enum: ['listening', 'away', 'buffering'],
});
export type Presence = Static<typeof Presence>;
export const PresenceValues = ['listening', 'away', 'buffering'] as const;

/**
 * What people call a device, e.g. "Kitchen"; set by its client. Any script; no control characters, nor those
 * that break a line or turn the direction of writing; something in it can be seen.
 */
export const DeviceName = Type.String({
  minLength: 1,
  maxLength: 40,
  pattern:
    '^(?=[\\s\\S]*[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u0600-\\u0605\\u061C\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uD800-\\uDFFF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀀-󠿿])[^\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description:
    'What people call a device, e.g. "Kitchen"; set by its client. Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.',
});
export type DeviceName = Static<typeof DeviceName>;

/** A user on a device. */
export const Member = Type.Object(
  {
    memberId: Type.String({ maxLength: 128 }),
    userId: Id,
    deviceId: DeviceId,
    displayName: DisplayName,
    role: MemberRole,
    presence: Type.Optional(Presence),
    deviceName: Type.Optional(DeviceName),
  },
  { additionalProperties: false },
);
export type Member = Static<typeof Member>;

/**
 * Those who joined first, in this order, at most 20, and always the member who receives a snapshot; after
 * them the chosen outputs that are connected. `listMembers` gives all.
 */
export const FirstMembers = Type.Array(Member, { maxItems: 30 });
export type FirstMembers = Static<typeof FirstMembers>;

export const ListeningSession = Type.Object(
  {
    id: Id,
    name: Name,
    ownerId: Id,
    actingHostId: ActingHostId,
    role: MemberRole,
    inviteCode: InviteCode,
    playbackControl: PlaybackControl,
    settings: SessionSettings,
    queue: Queue,
    timeline: Timeline,
    members: FirstMembers,
    memberCount: MemberCount,
    createdAt: Timestamp,
  },
  { additionalProperties: false },
);
export type ListeningSession = Static<typeof ListeningSession>;

export const MemberPage = Type.Object(
  { items: Type.Array(Member), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type MemberPage = Static<typeof MemberPage>;

export const ListeningSessionSummary = Type.Object(
  { id: Id, name: Name, ownerId: Id, playbackControl: PlaybackControl, createdAt: Timestamp },
  { additionalProperties: false },
);
export type ListeningSessionSummary = Static<typeof ListeningSessionSummary>;

export const ListeningSessionPage = Type.Object(
  {
    items: Type.Array(ListeningSessionSummary),
    nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  },
  { additionalProperties: false },
);
export type ListeningSessionPage = Static<typeof ListeningSessionPage>;

export const PublicSession = Type.Object(
  {
    id: Id,
    name: Name,
    ownerId: Id,
    ownerName: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    isMember: Type.Boolean(),
    requiresApproval: Type.Boolean(),
    isPlaying: Type.Boolean(),
    track: Type.Union([PreviewedTrack, Type.Null()]),
    memberCount: MemberCount,
  },
  { additionalProperties: false },
);
export type PublicSession = Static<typeof PublicSession>;

export const PublicSessionPage = Type.Object(
  { items: Type.Array(PublicSession), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type PublicSessionPage = Static<typeof PublicSessionPage>;

/** What the listener calls an output of the device, e.g. `speakers` or `headphones`. */
export const OutputName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF]*$',
  description: 'What the listener calls an output of the device, e.g. `speakers` or `headphones`.',
});
export type OutputName = Static<typeof OutputName>;

/**
 * How much later than the device reports the output is heard; negative is earlier. The client plays earlier
 * by as much.
 */
export const OutputDelayMs = Type.Integer({ minimum: -500, maximum: 2000 });
export type OutputDelayMs = Static<typeof OutputDelayMs>;

export const NewOutputDelay = Type.Object({ delayMs: OutputDelayMs }, { additionalProperties: false });
export type NewOutputDelay = Static<typeof NewOutputDelay>;

export const OutputDelay = Type.Object(
  { deviceId: DeviceId, output: OutputName, delayMs: OutputDelayMs, setAt: Timestamp },
  { additionalProperties: false },
);
export type OutputDelay = Static<typeof OutputDelay>;

/**
 * Why a member is not in step: its estimate of the session's time is too uncertain (`clock`); what it plays
 * is off or silent (`output`); the track is not loaded in time (`stall`); the browser runs the timers of its
 * tab too rarely (`throttled`).
 */
export const SyncCause = Type.Unsafe<'clock' | 'output' | 'stall' | 'throttled'>({
  type: 'string',
  enum: ['clock', 'output', 'stall', 'throttled'],
});
export type SyncCause = Static<typeof SyncCause>;
export const SyncCauseValues = ['clock', 'output', 'stall', 'throttled'] as const;

/**
 * What the player did last to come back into step, in the last seconds: it changed its rate, or started the
 * track again at the right place.
 */
export const Correction = Type.Unsafe<'none' | 'rate' | 'resync'>({
  type: 'string',
  enum: ['none', 'rate', 'resync'],
});
export type Correction = Static<typeof Correction>;
export const CorrectionValues = ['none', 'rate', 'resync'] as const;

export const MemberSyncState = Type.Object(
  {
    memberId: Type.String({ maxLength: 128 }),
    userId: Id,
    deviceId: DeviceId,
    displayName: DisplayName,
    errorMs: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
    clockErrorMs: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
    driftPpm: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
    roundTripP95Ms: Type.Number(),
    outputDelayMs: Type.Number(),
    resyncs: Type.Integer(),
    correction: Correction,
    cause: Type.Union([SyncCause, Type.Null()]),
    ageMs: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type MemberSyncState = Static<typeof MemberSyncState>;

/** The errors of the members that play, without their signs. */
export const SyncSpread = Type.Object(
  { p50Ms: Type.Number(), p95Ms: Type.Number(), maxMs: Type.Number() },
  { additionalProperties: false },
);
export type SyncSpread = Static<typeof SyncSpread>;

/**
 * All reports of members that played since the first one. Errors are counted in classes from 1 to 1,000 ms,
 * so the percentiles are estimates, and 1,000 stands for more, too.
 */
export const SyncSummary = Type.Object(
  {
    since: Timestamp,
    endedAt: Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' }),
    members: Type.Integer({ minimum: 0 }),
    reports: Type.Integer({ minimum: 0 }),
    p50Ms: Type.Number(),
    p95Ms: Type.Number(),
    causes: Type.Object(
      {
        clock: Type.Integer({ minimum: 0 }),
        output: Type.Integer({ minimum: 0 }),
        stall: Type.Integer({ minimum: 0 }),
        throttled: Type.Integer({ minimum: 0 }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type SyncSummary = Static<typeof SyncSummary>;

/** Chosen by the client; the same command sent twice takes effect once. */
export const CommandId = Type.String({
  minLength: 8,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Chosen by the client; the same command sent twice takes effect once.',
});
export type CommandId = Static<typeof CommandId>;

/** The user and the device, joined by a colon. */
export const MemberId = Type.String({ minLength: 1, maxLength: 128 });
export type MemberId = Static<typeof MemberId>;

/** A device that was chosen; its names are those of that moment. */
export const OutputDevice = Type.Object(
  { memberId: MemberId, displayName: DisplayName, deviceName: Type.Optional(DeviceName) },
  { additionalProperties: false },
);
export type OutputDevice = Static<typeof OutputDevice>;

export const OutputDevices = Type.Array(OutputDevice, { minItems: 1, maxItems: 10 });
export type OutputDevices = Static<typeof OutputDevices>;

/**
 * Which devices sound: all, at first, or those that were chosen by a member who controls playback. Every
 * other one is a remote then, which shows and controls playback, and plays nothing. They do so from
 * `fromServerTimeUs` on, and until then those that sounded before go on: the device that begins has time to
 * load the track, and starts at the same moment at which another one falls silent. A chosen device stays
 * chosen when it leaves, and sounds again when it comes back. When none of them has been there for 15
 * seconds, playback pauses where the last one left.
 */
export const Outputs = Type.Object(
  { devices: Type.Union([OutputDevices, Type.Null()]), fromServerTimeUs: TimeUs },
  { additionalProperties: false },
);
export type Outputs = Static<typeof Outputs>;

/**
 * A command takes effect at the anchor, or the server moves the queue on at the end of an item: then
 * commandId is `advance-<epoch>-<revision>`, and the anchor is exactly the end of the item that is playing.
 * It has `outputs` only when these have changed, and plays as before then. Every member receives the same
 * bytes, the sender too.
 */
export const TimelineChanged = Type.Object(
  {
    type: Type.Literal('timeline'),
    commandId: CommandId,
    timeline: Timeline,
    leadTimeMs: Type.Number({ minimum: 0, maximum: 3000 }),
    outputs: Type.Optional(Outputs),
    by: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 128 }),
  },
  { additionalProperties: false },
);
export type TimelineChanged = Static<typeof TimelineChanged>;

/** What follows the end of an item; after the last one nothing (`off`), or the first (`all`). */
export const RepeatMode = Type.Unsafe<'off' | 'one' | 'all'>({ type: 'string', enum: ['off', 'one', 'all'] });
export type RepeatMode = Static<typeof RepeatMode>;
export const RepeatModeValues = ['off', 'one', 'all'] as const;

/** The item before; null at the beginning of the queue. */
export const ItemBefore = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 });
export type ItemBefore = Static<typeof ItemBefore>;

export const ItemsInserted = Type.Object(
  { change: Type.Literal('inserted'), items: Type.Array(QueueItem, { maxItems: 100 }), after: ItemBefore },
  { additionalProperties: false },
);
export type ItemsInserted = Static<typeof ItemsInserted>;

/** Ids of queue items. */
export const NamedItems = Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true });
export type NamedItems = Static<typeof NamedItems>;

export const ItemsRemoved = Type.Object(
  { change: Type.Literal('removed'), itemIds: NamedItems },
  { additionalProperties: false },
);
export type ItemsRemoved = Static<typeof ItemsRemoved>;

/** These items come together, in this order, after the item `after` of the others. */
export const ItemsMoved = Type.Object(
  { change: Type.Literal('moved'), itemIds: NamedItems, after: ItemBefore },
  { additionalProperties: false },
);
export type ItemsMoved = Static<typeof ItemsMoved>;

/** All items but `kept` are removed; null for all. */
export const QueueCleared = Type.Object(
  {
    change: Type.Literal('cleared'),
    kept: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 }),
  },
  { additionalProperties: false },
);
export type QueueCleared = Static<typeof QueueCleared>;

/** The item at each place of the new queue is the one that was at this index, counted from 0. */
export const QueueReordered = Type.Object(
  {
    change: Type.Literal('reordered'),
    order: Type.Array(Type.Integer({ minimum: 0, maximum: 999 }), { maxItems: 1000 }),
  },
  { additionalProperties: false },
);
export type QueueReordered = Static<typeof QueueReordered>;

/** One change, of the queue as the changes before have left it. */
export const QueueChange = Type.Union([
  ItemsInserted,
  ItemsRemoved,
  ItemsMoved,
  QueueCleared,
  QueueReordered,
]);
export type QueueChange = Static<typeof QueueChange>;

/** The members of QueueChange by discriminator: look up the member first, then validate against it alone. */
export const QueueChangeByType = {
  inserted: ItemsInserted,
  removed: ItemsRemoved,
  moved: ItemsMoved,
  cleared: QueueCleared,
  reordered: QueueReordered,
} as const;

/**
 * The queue or the repeat mode was edited. The changes, applied in their order, lead to the queue of the
 * server. The timeline has the new revision; it plays as before, unless the edit has moved playback on.
 * Every member receives the same bytes, the sender too.
 */
export const QueueChanged = Type.Object(
  {
    type: Type.Literal('queueChanged'),
    commandId: CommandId,
    timeline: Timeline,
    leadTimeMs: Type.Number({ minimum: 0, maximum: 3000 }),
    repeat: RepeatMode,
    changes: Type.Array(QueueChange, { maxItems: 40 }),
    by: Type.String({ maxLength: 128 }),
  },
  { additionalProperties: false },
);
export type QueueChanged = Static<typeof QueueChanged>;

/** A member has written a message. May come twice; it is the same message when its id is the same. */
export const ChatPosted = Type.Object(
  { type: Type.Literal('chatPosted'), message: ChatMessage },
  { additionalProperties: false },
);
export type ChatPosted = Static<typeof ChatPosted>;

export const ReactionCount = Type.Object(
  { reaction: Reaction, count: Type.Integer({ minimum: 1, maximum: 9007199254740991 }) },
  { additionalProperties: false },
);
export type ReactionCount = Static<typeof ReactionCount>;

/**
 * How members have reacted in the last moment, all of one instance together. Only the trail of the session
 * keeps them.
 */
export const Reactions = Type.Object(
  {
    type: Type.Literal('reactions'),
    counts: Type.Array(ReactionCount, { minItems: 1, maxItems: 8 }),
    at: TrackPosition,
  },
  { additionalProperties: false },
);
export type Reactions = Static<typeof Reactions>;

export const TrailMessage = Type.Union([TimelineChanged, QueueChanged, ChatPosted, Reactions]);
export type TrailMessage = Static<typeof TrailMessage>;

/** The members of TrailMessage by discriminator: look up the member first, then validate against it alone. */
export const TrailMessageByType = {
  timeline: TimelineChanged,
  queueChanged: QueueChanged,
  chatPosted: ChatPosted,
  reactions: Reactions,
} as const;

/** The whole state after the entry. */
export const TrailState = Type.Object(
  { name: Name, timeline: Timeline, queue: Queue, repeat: RepeatMode, outputs: Outputs },
  { additionalProperties: false },
);
export type TrailState = Static<typeof TrailState>;

/**
 * One moment of a session. It has what the members were told then, or a state, or both, or neither at the
 * end of the session.
 */
export const TrailEntry = Type.Object(
  {
    epoch: Type.Integer({ minimum: 1, maximum: 9007199254740991 }),
    revision: Type.Integer({ minimum: 0, maximum: 9007199254740991 }),
    atServerTimeUs: Type.Number(),
    message: Type.Optional(TrailMessage),
    state: Type.Optional(TrailState),
  },
  { additionalProperties: false },
);
export type TrailEntry = Static<typeof TrailEntry>;

export const TrailPage = Type.Object(
  { items: Type.Array(TrailEntry), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type TrailPage = Static<typeof TrailPage>;

export const EndedSession = Type.Object(
  {
    sessionId: Id,
    name: Name,
    ownerId: Id,
    memberCount: Type.Integer({ minimum: 1, maximum: 1000 }),
    createdAt: Timestamp,
    endedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type EndedSession = Static<typeof EndedSession>;

export const EndedSessionPage = Type.Object(
  { items: Type.Array(EndedSession), nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'] }) },
  { additionalProperties: false },
);
export type EndedSessionPage = Static<typeof EndedSessionPage>;

export const SyncReceipt = Type.Object(
  {
    reporting: Type.Integer({ minimum: 0 }),
    unheard: Type.Integer({ minimum: 0 }),
    spread: Type.Union([SyncSpread, Type.Null()]),
    members: Type.Array(MemberSyncState, { maxItems: 100 }),
    summary: Type.Union([SyncSummary, Type.Null()]),
  },
  { additionalProperties: false },
);
export type SyncReceipt = Static<typeof SyncReceipt>;

export const OutputDelayList = Type.Object(
  { items: Type.Array(OutputDelay, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type OutputDelayList = Static<typeof OutputDelayList>;

export const TicketRequest = Type.Object(
  { deviceId: DeviceId, deviceName: Type.Optional(DeviceName) },
  { additionalProperties: false },
);
export type TicketRequest = Static<typeof TicketRequest>;

export const Ticket = Type.Object(
  {
    ticket: Type.String({ minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]{43}$' }),
    socketPath: Type.String(),
    expiresAt: Timestamp,
  },
  { additionalProperties: false },
);
export type Ticket = Static<typeof Ticket>;

export const Cursor = Type.String({ minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_-]+$' });
export type Cursor = Static<typeof Cursor>;

export const FieldError = Type.Object(
  {
    in: Type.Unsafe<'body' | 'query' | 'path' | 'header' | 'form'>({
      type: 'string',
      enum: ['body', 'query', 'path', 'header', 'form'],
    }),
    field: Type.String(),
    message: Type.String(),
  },
  { additionalProperties: false },
);
export type FieldError = Static<typeof FieldError>;

/** The quota of the account that a refused request would exceed. Deleting something frees it. */
export const QuotaUse = Type.Object(
  {
    name: Type.Unsafe<
      | 'tracks'
      | 'trackBytes'
      | 'playlists'
      | 'playlistItems'
      | 'likes'
      | 'ratings'
      | 'followedArtists'
      | 'sessions'
    >({
      type: 'string',
      enum: [
        'tracks',
        'trackBytes',
        'playlists',
        'playlistItems',
        'likes',
        'ratings',
        'followedArtists',
        'sessions',
      ],
    }),
    used: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type QuotaUse = Static<typeof QuotaUse>;

/** RFC 9457. Programs use `code`; `title` and `detail` are for humans. */
export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference' }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' }),
    detail: Type.Optional(Type.String()),
    instance: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(FieldError, { maxItems: 100 })),
    quota: Type.Optional(QuotaUse),
  },
  { additionalProperties: false },
);
export type Problem = Static<typeof Problem>;

/** With so many votes the server goes on as by `next`. */
export const VotesNeeded = Type.Integer({ minimum: 1, maximum: 1000 });
export type VotesNeeded = Static<typeof VotesNeeded>;

/** The votes to skip the current item. Each user has one, on all devices, and loses it by leaving. */
export const SkipVotes = Type.Object(
  { queueItemId: Id, count: VoteCount, needed: VotesNeeded, hasVoted: Type.Boolean() },
  { additionalProperties: false },
);
export type SkipVotes = Static<typeof SkipVotes>;

export const Health = Type.Object(
  { status: Type.Literal('ok'), service: Type.String(), uptimeSeconds: Type.Number({ minimum: 0 }) },
  { additionalProperties: false },
);
export type Health = Static<typeof Health>;

export const DependencyState = Type.Object(
  {
    state: Type.Unsafe<'up' | 'down'>({ type: 'string', enum: ['up', 'down'] }),
    required: Type.Boolean(),
    error: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type DependencyState = Static<typeof DependencyState>;

export const Readiness = Type.Object(
  {
    status: Type.Unsafe<'ok' | 'degraded' | 'down'>({ type: 'string', enum: ['ok', 'degraded', 'down'] }),
    service: Type.String(),
    dependencies: Type.Unsafe<Record<string, DependencyState>>({
      type: 'object',
      additionalProperties: DependencyState,
    }),
  },
  { additionalProperties: false },
);
export type Readiness = Static<typeof Readiness>;

export const ContractDocument = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
});
export type ContractDocument = Static<typeof ContractDocument>;
