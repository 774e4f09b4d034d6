// Generated from openapi/listening.yaml. Do not edit: change the contract, then run `make generate`.
import { Type, type Static } from '@sinclair/typebox';

/** Microseconds on the client's own monotonic clock; the server only echoes it. */
export const LocalTimeUs = Type.Number({ minimum: 0, maximum: 9007199254740991 });
export type LocalTimeUs = Static<typeof LocalTimeUs>;

/** Asks for the time. Answered at once; probes have a limit of their own. */
export const Probe = Type.Object(
  {
    type: Type.Literal('probe'),
    probeId: Type.Integer({ minimum: 0, maximum: 4294967295 }),
    clientSendTimeUs: LocalTimeUs,
  },
  { additionalProperties: false },
);
export type Probe = Static<typeof Probe>;

/** Chosen by the client; the same command sent twice takes effect once. */
export const CommandId = Type.String({
  minLength: 8,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Chosen by the client; the same command sent twice takes effect once.',
});
export type CommandId = Static<typeof CommandId>;

/**
 * Grows by one with every accepted command, and whenever the server moves the queue on: one counter for
 * timeline and queue. A command carries the newest that its sender knows, and is refused as stale when what
 * it depends on has changed since: of `play`, `pause`, `seek`, `next` and `previous` that is playback; of
 * `clear`, `shuffle` and `replace` it is the queue; of `outputs` it is the list of outputs. All other edits
 * name what they are about, so they are applied to the queue as it is then.
 */
export const Revision = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type Revision = Static<typeof Revision>;

/** UUID, version 7 (8 of a guest), in lower case. */
export const Id = Type.String({
  format: 'uuid',
  description: 'UUID, version 7 (8 of a guest), in lower case.',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = Static<typeof Id>;

/** Milliseconds from the start of the track. */
export const PositionMs = Type.Number({ minimum: 0, maximum: 86400000 });
export type PositionMs = Static<typeof PositionMs>;

/** Starts or resumes playback at an instant that every member can meet. */
export const Play = Type.Object(
  {
    type: Type.Literal('play'),
    commandId: CommandId,
    revision: Revision,
    queueItemId: Type.Optional(Id),
    positionMs: Type.Optional(PositionMs),
  },
  { additionalProperties: false },
);
export type Play = Static<typeof Play>;

export const Pause = Type.Object(
  { type: Type.Literal('pause'), commandId: CommandId, revision: Revision },
  { additionalProperties: false },
);
export type Pause = Static<typeof Pause>;

export const Seek = Type.Object(
  { type: Type.Literal('seek'), commandId: CommandId, revision: Revision, positionMs: PositionMs },
  { additionalProperties: false },
);
export type Seek = Static<typeof Seek>;

/**
 * Starts the item that follows `queueItemId`, by default the current one: a listener may still hear the item
 * before. At the end of the queue it is the first one, if all are repeated. An item whose track was deleted
 * is passed over.
 */
export const Next = Type.Object(
  { type: Type.Literal('next'), commandId: CommandId, revision: Revision, queueItemId: Type.Optional(Id) },
  { additionalProperties: false },
);
export type Next = Static<typeof Next>;

/**
 * Starts the item before `queueItemId`, by default before the current one. More than three seconds in an
 * item, and at the beginning of the queue, it starts the item again.
 */
export const Previous = Type.Object(
  {
    type: Type.Literal('previous'),
    commandId: CommandId,
    revision: Revision,
    queueItemId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type Previous = Static<typeof Previous>;

/** What follows the end of an item; after the last one nothing (`off`), or the first (`all`). */
export const RepeatMode = Type.Unsafe<'off' | 'one' | 'all'>({ type: 'string', enum: ['off', 'one', 'all'] });
export type RepeatMode = Static<typeof RepeatMode>;
export const RepeatModeValues = ['off', 'one', 'all'] as const;

export const SetRepeat = Type.Object(
  { type: Type.Literal('repeat'), commandId: CommandId, revision: Revision, mode: RepeatMode },
  { additionalProperties: false },
);
export type SetRepeat = Static<typeof SetRepeat>;

/** Tracks in their order; the same one may come more than once. */
export const NewItems = Type.Array(Id, { minItems: 1, maxItems: 100 });
export type NewItems = Static<typeof NewItems>;

/**
 * The id of the item to put others after, or `current` for the one that is current when the operation takes
 * effect; null is the beginning. Without it, others are put at the end.
 */
export const QueuePlace = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 });
export type QueuePlace = Static<typeof QueuePlace>;

export const AddTracks = Type.Object(
  { op: Type.Literal('add'), trackIds: NewItems, after: Type.Optional(QueuePlace) },
  { additionalProperties: false },
);
export type AddTracks = Static<typeof AddTracks>;

/** Ids of queue items. */
export const NamedItems = Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true });
export type NamedItems = Static<typeof NamedItems>;

export const RemoveItems = Type.Object(
  { op: Type.Literal('remove'), itemIds: NamedItems },
  { additionalProperties: false },
);
export type RemoveItems = Static<typeof RemoveItems>;

/** Puts items elsewhere, in the order in which they are named. */
export const MoveItems = Type.Object(
  { op: Type.Literal('move'), itemIds: NamedItems, after: Type.Optional(QueuePlace) },
  { additionalProperties: false },
);
export type MoveItems = Static<typeof MoveItems>;

/** Removes all items but the current one, which plays on. */
export const ClearQueue = Type.Object({ op: Type.Literal('clear') }, { additionalProperties: false });
export type ClearQueue = Static<typeof ClearQueue>;

/** Puts what comes after the current item in a random order, which is the same for every member. */
export const ShuffleQueue = Type.Object({ op: Type.Literal('shuffle') }, { additionalProperties: false });
export type ShuffleQueue = Static<typeof ShuffleQueue>;

/** Replaces all items. If playback is on, the first of the new ones starts. */
export const ReplaceQueue = Type.Object(
  { op: Type.Literal('replace'), trackIds: NewItems },
  { additionalProperties: false },
);
export type ReplaceQueue = Static<typeof ReplaceQueue>;

export const QueueOperation = Type.Union([
  AddTracks,
  RemoveItems,
  MoveItems,
  ClearQueue,
  ShuffleQueue,
  ReplaceQueue,
]);
export type QueueOperation = Static<typeof QueueOperation>;

/** The members of QueueOperation by discriminator: look up the member first, then validate against it alone. */
export const QueueOperationByType = {
  add: AddTracks,
  remove: RemoveItems,
  move: MoveItems,
  clear: ClearQueue,
  shuffle: ShuffleQueue,
  replace: ReplaceQueue,
} as const;

/**
 * Edits the queue. The operations take effect one after the other, at once, or not at all. Together they add
 * at most 100 tracks. Playback goes on, except that the next item starts when the current one is removed,
 * and that playback which has come to the end of the queue goes on with what is added there.
 */
export const EditQueue = Type.Object(
  {
    type: Type.Literal('queue'),
    commandId: CommandId,
    revision: Revision,
    operations: Type.Array(QueueOperation, { minItems: 1, maxItems: 20 }),
  },
  { additionalProperties: false },
);
export type EditQueue = Static<typeof EditQueue>;

/** Raised when the timebase or the stored state was replaced. Revisions of other epochs cannot be compared. */
export const Epoch = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type Epoch = Static<typeof Epoch>;

/** After a reconnect. The server answers with the missed changes of timeline and queue, or with a snapshot. */
export const Resume = Type.Object(
  { type: Type.Literal('resume'), epoch: Epoch, revision: Revision },
  { additionalProperties: false },
);
export type Resume = Static<typeof Resume>;

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

/** How well this member is synchronised. The slowest member decides how far ahead playback starts. */
export const SyncReport = Type.Object(
  {
    type: Type.Literal('report'),
    roundTripP95Ms: Type.Number({ minimum: 0, maximum: 60000 }),
    outputDelayMs: Type.Number({ minimum: 0, maximum: 60000 }),
    offsetErrorMs: Type.Optional(Type.Number({ minimum: 0, maximum: 60000 })),
    driftPpm: Type.Optional(Type.Number({ minimum: -100000, maximum: 100000 })),
    playbackErrorMs: Type.Optional(Type.Number({ minimum: -86400000, maximum: 86400000 })),
    stalledMs: Type.Optional(Type.Number({ minimum: 0, maximum: 86400000 })),
    silentMs: Type.Optional(Type.Number({ minimum: 0, maximum: 86400000 })),
    timerDelayMs: Type.Optional(Type.Number({ minimum: 0, maximum: 86400000 })),
    correction: Type.Optional(Correction),
    resyncs: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000000 })),
  },
  { additionalProperties: false },
);
export type SyncReport = Static<typeof SyncReport>;

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
 * Says that the presence of this member is another one. At most once a second, and five at once; above that
 * it is refused as RATE_LIMITED. A new socket of a device begins with `listening`.
 */
export const SetPresence = Type.Object(
  { type: Type.Literal('presence'), presence: Presence },
  { additionalProperties: false },
);
export type SetPresence = Static<typeof SetPresence>;

/** The user and the device, joined by a colon. */
export const MemberId = Type.String({ minLength: 1, maxLength: 128 });
export type MemberId = Static<typeof MemberId>;

/** Members, by their ids. */
export const OutputMembers = Type.Array(MemberId, { minItems: 1, maxItems: 10, uniqueItems: true });
export type OutputMembers = Static<typeof OutputMembers>;

/**
 * Chooses the devices that sound; null for all. Needs the permission `playback`. Each of them must be
 * connected, or chosen already: DEVICE_NOT_FOUND names those that are not. The answer is a `timeline` with
 * `outputs`, which plays as before. While something plays, a device that begins to sound gets two seconds to
 * load it, unless it is the sender itself, which has loaded it before.
 */
export const SetOutputs = Type.Object(
  {
    type: Type.Literal('outputs'),
    commandId: CommandId,
    revision: Revision,
    memberIds: Type.Union([OutputMembers, Type.Null()]),
  },
  { additionalProperties: false },
);
export type SetOutputs = Static<typeof SetOutputs>;

export const ClientMessage = Type.Union([
  Probe,
  Play,
  Pause,
  Seek,
  Next,
  Previous,
  SetRepeat,
  EditQueue,
  Resume,
  SyncReport,
  SetPresence,
  SetOutputs,
]);
export type ClientMessage = Static<typeof ClientMessage>;

/** The members of ClientMessage by discriminator: look up the member first, then validate against it alone. */
export const ClientMessageByType = {
  probe: Probe,
  play: Play,
  pause: Pause,
  seek: Seek,
  next: Next,
  previous: Previous,
  repeat: SetRepeat,
  queue: EditQueue,
  resume: Resume,
  report: SyncReport,
  presence: SetPresence,
  outputs: SetOutputs,
} as const;

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

/** Milliseconds. */
export const DurationMs = Type.Integer({ minimum: 1, maximum: 86400000 });
export type DurationMs = Static<typeof DurationMs>;

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

/** Distinguishes the devices of one user; two tabs are two devices. */
export const DeviceId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'Distinguishes the devices of one user; two tabs are two devices.',
});
export type DeviceId = Static<typeof DeviceId>;

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

/** How many members are connected. */
export const MemberCount = Type.Integer({ minimum: 0, maximum: 9007199254740991 });
export type MemberCount = Static<typeof MemberCount>;

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

/** A role of members with an account, from the highest to the lowest. */
export const AccountRole = Type.Unsafe<'owner' | 'coHost' | 'dj' | 'listener'>({
  type: 'string',
  enum: ['owner', 'coHost', 'dj', 'listener'],
});
export type AccountRole = Static<typeof AccountRole>;
export const AccountRoleValues = ['owner', 'coHost', 'dj', 'listener'] as const;

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

/**
 * The user who has the owner's permissions while the owner is away for long: the one who has been here
 * longest, of the highest role. Null while the owner is here.
 */
export const ActingHostId = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 });
export type ActingHostId = Static<typeof ActingHostId>;

/** RFC 3339, in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export type Timestamp = Static<typeof Timestamp>;

/** A user who has the invite code, and waits for the owner or a co-host. */
export const RequestToJoin = Type.Object(
  { userId: Id, displayName: DisplayName, requestedAt: Timestamp },
  { additionalProperties: false },
);
export type RequestToJoin = Static<typeof RequestToJoin>;

/** In a snapshot only for members who decide about them. */
export const RequestsToJoin = Type.Array(RequestToJoin, { maxItems: 50 });
export type RequestsToJoin = Static<typeof RequestsToJoin>;

export const VoteCount = Type.Integer({ minimum: 0, maximum: 1000 });
export type VoteCount = Static<typeof VoteCount>;

/** With so many votes the server goes on as by `next`. */
export const VotesNeeded = Type.Integer({ minimum: 1, maximum: 1000 });
export type VotesNeeded = Static<typeof VotesNeeded>;

/** The votes to skip the current item. Each user has one, on all devices, and loses it by leaving. */
export const SkipVotes = Type.Object(
  { queueItemId: Id, count: VoteCount, needed: VotesNeeded, hasVoted: Type.Boolean() },
  { additionalProperties: false },
);
export type SkipVotes = Static<typeof SkipVotes>;

/** How many of the connected members are away, and how many are buffering; all others are listening. */
export const PresenceCounts = Type.Object(
  { away: MemberCount, buffering: MemberCount },
  { additionalProperties: false },
);
export type PresenceCounts = Static<typeof PresenceCounts>;

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

/** The whole state of the session; the first message on every socket. */
export const Snapshot = Type.Object(
  {
    type: Type.Literal('snapshot'),
    sessionId: Id,
    memberId: Type.String({ maxLength: 128 }),
    serverTimeUs: TimeUs,
    timeline: Timeline,
    queue: Queue,
    repeat: RepeatMode,
    members: FirstMembers,
    memberCount: MemberCount,
    playbackControl: PlaybackControl,
    settings: SessionSettings,
    ownerId: Id,
    actingHostId: ActingHostId,
    requests: Type.Optional(RequestsToJoin),
    skipVotes: Type.Optional(SkipVotes),
    presence: PresenceCounts,
    outputs: Outputs,
    reconnectSpreadMs: Type.Integer({ minimum: 0, maximum: 60000 }),
  },
  { additionalProperties: false },
);
export type Snapshot = Static<typeof Snapshot>;

export const ProbeReply = Type.Object(
  {
    type: Type.Literal('probeReply'),
    probeId: Type.Integer({ minimum: 0, maximum: 4294967295 }),
    clientSendTimeUs: LocalTimeUs,
    serverReceiveTimeUs: TimeUs,
    serverSendTimeUs: TimeUs,
    epoch: Epoch,
  },
  { additionalProperties: false },
);
export type ProbeReply = Static<typeof ProbeReply>;

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

/** The item before; null at the beginning of the queue. */
export const ItemBefore = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 36 });
export type ItemBefore = Static<typeof ItemBefore>;

export const ItemsInserted = Type.Object(
  { change: Type.Literal('inserted'), items: Type.Array(QueueItem, { maxItems: 100 }), after: ItemBefore },
  { additionalProperties: false },
);
export type ItemsInserted = Static<typeof ItemsInserted>;

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

/** The command had taken effect before, and is not applied again. */
export const Ack = Type.Object(
  { type: Type.Literal('ack'), commandId: CommandId, revision: Revision },
  { additionalProperties: false },
);
export type Ack = Static<typeof Ack>;

/**
 * A member is now among those that a snapshot shows, because it joined or earlier ones left. Also when the
 * device of one has another name.
 */
export const MemberJoined = Type.Object(
  { type: Type.Literal('memberJoined'), member: Member, memberCount: MemberCount },
  { additionalProperties: false },
);
export type MemberJoined = Static<typeof MemberJoined>;

/** One of the first members has left. */
export const MemberLeft = Type.Object(
  { type: Type.Literal('memberLeft'), memberId: Type.String({ maxLength: 128 }), memberCount: MemberCount },
  { additionalProperties: false },
);
export type MemberLeft = Static<typeof MemberLeft>;

/**
 * Other members have joined or left than the first ones. Many changes are told by one message, so that the
 * work of a large session does not grow with it.
 */
export const MemberCountChanged = Type.Object(
  { type: Type.Literal('memberCount'), memberCount: MemberCount },
  { additionalProperties: false },
);
export type MemberCountChanged = Static<typeof MemberCountChanged>;

/** A user has another role now, on all devices. */
export const RoleChanged = Type.Object(
  { type: Type.Literal('roleChanged'), userId: Id, role: MemberRole },
  { additionalProperties: false },
);
export type RoleChanged = Static<typeof RoleChanged>;

export const SettingsChanged = Type.Object(
  { type: Type.Literal('settingsChanged'), settings: SessionSettings, playbackControl: PlaybackControl },
  { additionalProperties: false },
);
export type SettingsChanged = Static<typeof SettingsChanged>;

/** Another user owns the session, or stands in for the owner. */
export const HostChanged = Type.Object(
  { type: Type.Literal('hostChanged'), ownerId: Id, actingHostId: ActingHostId },
  { additionalProperties: false },
);
export type HostChanged = Static<typeof HostChanged>;

/** A user asks to join. Only for members who decide about it. */
export const JoinRequested = Type.Object(
  { type: Type.Literal('joinRequested'), request: RequestToJoin },
  { additionalProperties: false },
);
export type JoinRequested = Static<typeof JoinRequested>;

/** A request to join was decided, or is too old. Only for members who decide about them. */
export const JoinRequestEnded = Type.Object(
  { type: Type.Literal('joinRequestEnded'), userId: Id },
  { additionalProperties: false },
);
export type JoinRequestEnded = Static<typeof JoinRequestEnded>;

/** The user who has voted, or has withdrawn the vote. The devices of this user always get this message. */
export const SkipVoteOfUser = Type.Object(
  { userId: Id, isCounted: Type.Boolean() },
  { additionalProperties: false },
);
export type SkipVoteOfUser = Static<typeof SkipVoteOfUser>;

/**
 * The votes to skip the current item have changed, or how many are needed. They end when another item
 * becomes current or playback pauses, without a message. Many changes are told by one message.
 */
export const SkipVotesChanged = Type.Object(
  {
    type: Type.Literal('skipVotes'),
    queueItemId: Id,
    count: VoteCount,
    needed: VotesNeeded,
    vote: Type.Optional(SkipVoteOfUser),
  },
  { additionalProperties: false },
);
export type SkipVotesChanged = Static<typeof SkipVotesChanged>;

export const PresenceOfMember = Type.Object(
  { memberId: Type.String({ maxLength: 128 }), presence: Presence },
  { additionalProperties: false },
);
export type PresenceOfMember = Static<typeof PresenceOfMember>;

/**
 * Members are away, buffering or listening again. Many changes are told by one message, at most one a
 * second, which says all of it: the numbers, and those of the first members who are not listening.
 */
export const PresenceChanged = Type.Object(
  {
    type: Type.Literal('presenceChanged'),
    counts: PresenceCounts,
    members: Type.Array(PresenceOfMember, { maxItems: 20 }),
  },
  { additionalProperties: false },
);
export type PresenceChanged = Static<typeof PresenceChanged>;

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

/** A member has written a message. May come twice; it is the same message when its id is the same. */
export const ChatPosted = Type.Object(
  { type: Type.Literal('chatPosted'), message: ChatMessage },
  { additionalProperties: false },
);
export type ChatPosted = Static<typeof ChatPosted>;

/** A message was deleted by its author, or by a member who manages the session. */
export const ChatDeleted = Type.Object(
  { type: Type.Literal('chatDeleted'), messageId: Id },
  { additionalProperties: false },
);
export type ChatDeleted = Static<typeof ChatDeleted>;

export const Reaction = Type.Unsafe<'heart' | 'fire' | 'clap' | 'laugh' | 'wow' | 'sad' | 'party' | 'wave'>({
  type: 'string',
  enum: ['heart', 'fire', 'clap', 'laugh', 'wow', 'sad', 'party', 'wave'],
});
export type Reaction = Static<typeof Reaction>;
export const ReactionValues = ['heart', 'fire', 'clap', 'laugh', 'wow', 'sad', 'party', 'wave'] as const;

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

/** There is a new invite code. Only for members with the permission `invite`. */
export const InviteCodeChanged = Type.Object(
  { type: Type.Literal('inviteCodeChanged'), inviteCode: Type.String({ minLength: 8, maxLength: 8 }) },
  { additionalProperties: false },
);
export type InviteCodeChanged = Static<typeof InviteCodeChanged>;

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

/** A member has suggested a track. May come twice; it is the same suggestion when its id is the same. */
export const SuggestionAdded = Type.Object(
  { type: Type.Literal('suggestionAdded'), suggestion: TrackSuggestion },
  { additionalProperties: false },
);
export type SuggestionAdded = Static<typeof SuggestionAdded>;

/** A suggestion was accepted, so that its track is in the queue, or declined, or withdrawn by its member. */
export const SuggestionEnded = Type.Object(
  {
    type: Type.Literal('suggestionEnded'),
    suggestionId: Id,
    outcome: Type.Unsafe<'accepted' | 'declined' | 'withdrawn'>({
      type: 'string',
      enum: ['accepted', 'declined', 'withdrawn'],
    }),
  },
  { additionalProperties: false },
);
export type SuggestionEnded = Static<typeof SuggestionEnded>;

export const VotesOfSuggestion = Type.Object(
  { suggestionId: Id, count: VoteCount },
  { additionalProperties: false },
);
export type VotesOfSuggestion = Static<typeof VotesOfSuggestion>;

/**
 * How many votes suggestions have. The votes of a second that come to one instance are told by one message,
 * with all suggestions for which there were some.
 */
export const SuggestionVotes = Type.Object(
  { type: Type.Literal('suggestionVotes'), votes: Type.Array(VotesOfSuggestion, { maxItems: 50 }) },
  { additionalProperties: false },
);
export type SuggestionVotes = Static<typeof SuggestionVotes>;

export const MessageProblemCode = Type.Unsafe<
  | 'MALFORMED_MESSAGE'
  | 'UNKNOWN_MESSAGE'
  | 'VALIDATION_FAILED'
  | 'STALE_REVISION'
  | 'FORBIDDEN'
  | 'QUEUE_ITEM_NOT_FOUND'
  | 'TRACK_NOT_FOUND'
  | 'QUEUE_FULL'
  | 'DEVICE_NOT_FOUND'
  | 'NOTHING_TO_PLAY'
  | 'END_OF_QUEUE'
  | 'NOT_PLAYING'
  | 'POSITION_BEYOND_END'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
>({
  type: 'string',
  enum: [
    'MALFORMED_MESSAGE',
    'UNKNOWN_MESSAGE',
    'VALIDATION_FAILED',
    'STALE_REVISION',
    'FORBIDDEN',
    'QUEUE_ITEM_NOT_FOUND',
    'TRACK_NOT_FOUND',
    'QUEUE_FULL',
    'DEVICE_NOT_FOUND',
    'NOTHING_TO_PLAY',
    'END_OF_QUEUE',
    'NOT_PLAYING',
    'POSITION_BEYOND_END',
    'RATE_LIMITED',
    'UNAVAILABLE',
  ],
});
export type MessageProblemCode = Static<typeof MessageProblemCode>;
export const MessageProblemCodeValues = [
  'MALFORMED_MESSAGE',
  'UNKNOWN_MESSAGE',
  'VALIDATION_FAILED',
  'STALE_REVISION',
  'FORBIDDEN',
  'QUEUE_ITEM_NOT_FOUND',
  'TRACK_NOT_FOUND',
  'QUEUE_FULL',
  'DEVICE_NOT_FOUND',
  'NOTHING_TO_PLAY',
  'END_OF_QUEUE',
  'NOT_PLAYING',
  'POSITION_BEYOND_END',
  'RATE_LIMITED',
  'UNAVAILABLE',
] as const;

export const MessageFieldError = Type.Object(
  { field: Type.String(), message: Type.String() },
  { additionalProperties: false },
);
export type MessageFieldError = Static<typeof MessageFieldError>;

/** A message was refused as a whole. */
export const MessageProblem = Type.Object(
  {
    type: Type.Literal('problem'),
    code: MessageProblemCode,
    title: Type.String(),
    detail: Type.Optional(Type.String()),
    commandId: Type.Optional(Type.String({ maxLength: 64 })),
    revision: Type.Optional(Type.Integer({ minimum: 0 })),
    errors: Type.Optional(Type.Array(MessageFieldError, { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type MessageProblem = Static<typeof MessageProblem>;

export const ServerMessage = Type.Union([
  Snapshot,
  ProbeReply,
  TimelineChanged,
  QueueChanged,
  Ack,
  MemberJoined,
  MemberLeft,
  MemberCountChanged,
  RoleChanged,
  SettingsChanged,
  HostChanged,
  JoinRequested,
  JoinRequestEnded,
  SkipVotesChanged,
  PresenceChanged,
  ChatPosted,
  ChatDeleted,
  Reactions,
  InviteCodeChanged,
  SuggestionAdded,
  SuggestionEnded,
  SuggestionVotes,
  MessageProblem,
]);
export type ServerMessage = Static<typeof ServerMessage>;

/** The members of ServerMessage by discriminator: look up the member first, then validate against it alone. */
export const ServerMessageByType = {
  snapshot: Snapshot,
  probeReply: ProbeReply,
  timeline: TimelineChanged,
  queueChanged: QueueChanged,
  ack: Ack,
  memberJoined: MemberJoined,
  memberLeft: MemberLeft,
  memberCount: MemberCountChanged,
  roleChanged: RoleChanged,
  settingsChanged: SettingsChanged,
  hostChanged: HostChanged,
  joinRequested: JoinRequested,
  joinRequestEnded: JoinRequestEnded,
  skipVotes: SkipVotesChanged,
  presenceChanged: PresenceChanged,
  chatPosted: ChatPosted,
  chatDeleted: ChatDeleted,
  reactions: Reactions,
  inviteCodeChanged: InviteCodeChanged,
  suggestionAdded: SuggestionAdded,
  suggestionEnded: SuggestionEnded,
  suggestionVotes: SuggestionVotes,
  problem: MessageProblem,
} as const;

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
