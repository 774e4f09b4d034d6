// Generated from openapi/listening.yaml. Do not edit: change the contract, then run `make generate`.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ClientMessage:
      | components['schemas']['Probe']
      | components['schemas']['Play']
      | components['schemas']['Pause']
      | components['schemas']['Seek']
      | components['schemas']['Next']
      | components['schemas']['Previous']
      | components['schemas']['SetRepeat']
      | components['schemas']['EditQueue']
      | components['schemas']['Resume']
      | components['schemas']['SyncReport']
      | components['schemas']['SetPresence']
      | components['schemas']['SetOutputs'];
    ServerMessage:
      | components['schemas']['Snapshot']
      | components['schemas']['ProbeReply']
      | components['schemas']['TimelineChanged']
      | components['schemas']['QueueChanged']
      | components['schemas']['Ack']
      | components['schemas']['MemberJoined']
      | components['schemas']['MemberLeft']
      | components['schemas']['MemberCountChanged']
      | components['schemas']['RoleChanged']
      | components['schemas']['SettingsChanged']
      | components['schemas']['HostChanged']
      | components['schemas']['JoinRequested']
      | components['schemas']['JoinRequestEnded']
      | components['schemas']['SkipVotesChanged']
      | components['schemas']['PresenceChanged']
      | components['schemas']['ChatPosted']
      | components['schemas']['ChatDeleted']
      | components['schemas']['Reactions']
      | components['schemas']['InviteCodeChanged']
      | components['schemas']['SuggestionAdded']
      | components['schemas']['SuggestionEnded']
      | components['schemas']['SuggestionVotes']
      | components['schemas']['MessageProblem'];
    /** @description Microseconds on the session's timebase. */
    TimeUs: number;
    /** @description Microseconds on the client's own monotonic clock; the server only echoes it. */
    LocalTimeUs: number;
    /** @description Raised when the timebase or the stored state was replaced. Revisions of other epochs cannot be compared. */
    Epoch: number;
    /** @description Grows by one with every accepted command, and whenever the server moves the queue on: one counter for timeline and queue. A command carries the newest that its sender knows, and is refused as stale when what it depends on has changed since: of `play`, `pause`, `seek`, `next` and `previous` that is playback; of `clear`, `shuffle` and `replace` it is the queue; of `outputs` it is the list of outputs. All other edits name what they are about, so they are applied to the queue as it is then. */
    Revision: number;
    /** @description Chosen by the client; the same command sent twice takes effect once. */
    CommandId: string;
    /** @description Distinguishes the devices of one user; two tabs are two devices. */
    DeviceId: string;
    /** @description What people call a device, e.g. "Kitchen"; set by its client. Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen. */
    DeviceName: string;
    /** @description The user and the device, joined by a colon. */
    MemberId: string;
    /** @description While `playing`, the position at time t is anchorPositionMs + (t - anchorServerTimeUs) / 1000 * rate. Otherwise it is anchorPositionMs, from anchorServerTimeUs on. Before the anchor the former timeline goes on; without one, nothing sounds. */
    Timeline: {
      epoch: components['schemas']['Epoch'];
      revision: components['schemas']['Revision'];
      queueItemId: string | null;
      anchorServerTimeUs: components['schemas']['TimeUs'];
      anchorPositionMs: components['schemas']['PositionMs'];
      rate: number;
      /** @enum {string} */
      state: 'stopped' | 'playing' | 'paused';
    };
    QueueItem: {
      id: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      artistName: string;
      durationMs: components['schemas']['DurationMs'];
      addedBy: components['schemas']['Id'];
    };
    Queue: components['schemas']['QueueItem'][];
    /**
     * @description What follows the end of an item; after the last one nothing (`off`), or the first (`all`).
     * @enum {string}
     */
    RepeatMode: 'off' | 'one' | 'all';
    /**
     * @description Who may control playback, in short: `everyone` when every role may, else `owner`. `settings.permissions` says which roles.
     * @enum {string}
     */
    PlaybackControl: 'owner' | 'everyone';
    /**
     * @description From the highest to the lowest. The owner and co-hosts manage the members. A user has one role on all devices, and keeps it while a member. A `guest` has no account, and always stays one.
     * @enum {string}
     */
    MemberRole: 'owner' | 'coHost' | 'dj' | 'listener' | 'guest';
    /**
     * @description A role of members with an account, from the highest to the lowest.
     * @enum {string}
     */
    AccountRole: 'owner' | 'coHost' | 'dj' | 'listener';
    /** @description The lowest role that may do each thing; every higher one may too. `playback`: play, pause, seek, go on and back. `add`: add to the queue. `reorder`: move and remove what others have added. `invite`: see the invite code. `chat`: write messages and react. `vote`: vote to skip the current item, and for suggestions. Only `chat` and `vote` can be for guests too. */
    Permissions: {
      playback: components['schemas']['AccountRole'];
      add: components['schemas']['AccountRole'];
      reorder: components['schemas']['AccountRole'];
      invite: components['schemas']['AccountRole'];
      chat: components['schemas']['MemberRole'];
      vote: components['schemas']['MemberRole'];
    };
    /** @description What is left out stays as it is. */
    PermissionsChange: {
      playback?: components['schemas']['AccountRole'];
      add?: components['schemas']['AccountRole'];
      reorder?: components['schemas']['AccountRole'];
      invite?: components['schemas']['AccountRole'];
      chat?: components['schemas']['MemberRole'];
      vote?: components['schemas']['MemberRole'];
    };
    /**
     * @description Permissions for a purpose. `party`: everyone adds and plays. `radio`: the owner and co-hosts play and add. `class`: the owner and co-hosts play, DJs add too, and only the owner and co-hosts invite.
     * @enum {string}
     */
    PermissionPreset: 'party' | 'radio' | 'class';
    SessionSettings: {
      permissions: components['schemas']['Permissions'];
      /** @description The preset with these permissions; null when none has them. */
      preset: components['schemas']['PermissionPreset'] | null;
      /** @description Whether no new member can join. */
      isLocked: boolean;
      /** @description Whether the owner or a co-host decides about each new member. */
      requiresApproval: boolean;
      skipSharePercent: components['schemas']['SkipSharePercent'];
      visibility: components['schemas']['SessionVisibility'];
      fairTurns: components['schemas']['FairTurns'];
      allowsGuests: components['schemas']['AllowsGuests'];
    };
    /** @description Whether those who add to the end of the queue take turns: a new item comes before further items of users who have more of them to come. Who may not change the order always adds in turn. Other items stay where they are, also where they were moved to. */
    FairTurns: boolean;
    /** @description Whether someone with the invite code can join without an account, by `joinAsGuest`; false at first, and no preset changes it. Without effect while the session is locked, or someone decides about new members. When it is switched off, the guests leave: their sockets are closed with 4010. */
    AllowsGuests: boolean;
    /**
     * @description Who can join: with the invite code only (`private`, at first), or every signed-in user (`public`). The list of public sessions has those that are not locked, while a member is connected.
     * @enum {string}
     */
    SessionVisibility: 'private' | 'public';
    /** @description A user who has the invite code, and waits for the owner or a co-host. */
    RequestToJoin: {
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      requestedAt: components['schemas']['Timestamp'];
    };
    /** @description In a snapshot only for members who decide about them. */
    RequestsToJoin: components['schemas']['RequestToJoin'][];
    /** @description What is left out stays as it is. `permissions` counts after `preset`. */
    SettingsChange: {
      preset?: components['schemas']['PermissionPreset'];
      permissions?: components['schemas']['PermissionsChange'];
      isLocked?: boolean;
      requiresApproval?: boolean;
      skipSharePercent?: components['schemas']['SkipSharePercent'];
      visibility?: components['schemas']['SessionVisibility'];
      fairTurns?: components['schemas']['FairTurns'];
      allowsGuests?: components['schemas']['AllowsGuests'];
    };
    /** @description Of the connected users who may vote, how many must vote to skip an item, in percent, rounded up; 50 at first. */
    SkipSharePercent: number;
    /** @description The votes to skip the current item. Each user has one, on all devices, and loses it by leaving. */
    SkipVotes: {
      queueItemId: components['schemas']['Id'];
      count: components['schemas']['VoteCount'];
      needed: components['schemas']['VotesNeeded'];
      /** @description Whether this user has voted. */
      hasVoted: boolean;
    };
    VoteCount: number;
    /** @description With so many votes the server goes on as by `next`. */
    VotesNeeded: number;
    /** @description A user on a device. */
    Member: {
      /** @description The user and the device, joined by a colon. */
      memberId: string;
      userId: components['schemas']['Id'];
      deviceId: components['schemas']['DeviceId'];
      displayName: components['schemas']['DisplayName'];
      role: components['schemas']['MemberRole'];
      presence?: components['schemas']['Presence'];
      deviceName?: components['schemas']['DeviceName'];
    };
    /** @description Which devices sound: all, at first, or those that were chosen by a member who controls playback. Every other one is a remote then, which shows and controls playback, and plays nothing. They do so from `fromServerTimeUs` on, and until then those that sounded before go on: the device that begins has time to load the track, and starts at the same moment at which another one falls silent. A chosen device stays chosen when it leaves, and sounds again when it comes back. When none of them has been there for 15 seconds, playback pauses where the last one left. */
    Outputs: {
      /** @description Null when all devices sound. */
      devices: components['schemas']['OutputDevices'] | null;
      fromServerTimeUs: components['schemas']['TimeUs'];
    };
    OutputDevices: components['schemas']['OutputDevice'][];
    /** @description A device that was chosen; its names are those of that moment. */
    OutputDevice: {
      memberId: components['schemas']['MemberId'];
      displayName: components['schemas']['DisplayName'];
      deviceName?: components['schemas']['DeviceName'];
    };
    /** @description Members, by their ids. */
    OutputMembers: components['schemas']['MemberId'][];
    /**
     * @description What a client says of its member: `listening`, at first and where it is missing; `away`, e.g. in a hidden page while nothing plays; `buffering`, while it has not got what should be heard.
     * @enum {string}
     */
    Presence: 'listening' | 'away' | 'buffering';
    /** @description How many of the connected members are away, and how many are buffering; all others are listening. */
    PresenceCounts: {
      away: components['schemas']['MemberCount'];
      buffering: components['schemas']['MemberCount'];
    };
    /** @description Where playback was; null when there was no current item. */
    TrackPosition: components['schemas']['PlaceInTrack'] | null;
    PlaceInTrack: {
      queueItemId: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      positionMs: components['schemas']['PositionMs'];
    };
    /** @description A message of a member to all others. */
    ChatMessage: {
      id: components['schemas']['Id'];
      /** @description Grows with every message of the session; it is the order of the messages. Some numbers may be missing. */
      number: number;
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      /** @description True for a message of a guest, who has no account; else missing. */
      isGuest?: boolean;
      text: components['schemas']['ChatText'];
      postedAt: components['schemas']['Timestamp'];
      at: components['schemas']['TrackPosition'];
    };
    /** @enum {string} */
    Reaction: 'heart' | 'fire' | 'clap' | 'laugh' | 'wow' | 'sad' | 'party' | 'wave';
    ReactionCount: {
      reaction: components['schemas']['Reaction'];
      count: number;
    };
    /** @description Those who joined first, in this order, at most 20, and always the member who receives a snapshot; after them the chosen outputs that are connected. `listMembers` gives all. */
    FirstMembers: components['schemas']['Member'][];
    /** @description The user who has the owner's permissions while the owner is away for long: the one who has been here longest, of the highest role. Null while the owner is here. */
    ActingHostId: string | null;
    /** @description How many members are connected. */
    MemberCount: number;
    /** @description Asks for the time. Answered at once; probes have a limit of their own. */
    Probe: {
      /** @constant */
      type: 'probe';
      probeId: number;
      clientSendTimeUs: components['schemas']['LocalTimeUs'];
    };
    /** @description Starts or resumes playback at an instant that every member can meet. */
    Play: {
      /** @constant */
      type: 'play';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      queueItemId?: components['schemas']['Id'];
      positionMs?: components['schemas']['PositionMs'];
    };
    Pause: {
      /** @constant */
      type: 'pause';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
    };
    Seek: {
      /** @constant */
      type: 'seek';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      positionMs: components['schemas']['PositionMs'];
    };
    /** @description Starts the item that follows `queueItemId`, by default the current one: a listener may still hear the item before. At the end of the queue it is the first one, if all are repeated. An item whose track was deleted is passed over. */
    Next: {
      /** @constant */
      type: 'next';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      queueItemId?: components['schemas']['Id'];
    };
    /** @description Starts the item before `queueItemId`, by default before the current one. More than three seconds in an item, and at the beginning of the queue, it starts the item again. */
    Previous: {
      /** @constant */
      type: 'previous';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      queueItemId?: components['schemas']['Id'];
    };
    SetRepeat: {
      /** @constant */
      type: 'repeat';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      mode: components['schemas']['RepeatMode'];
    };
    /** @description Edits the queue. The operations take effect one after the other, at once, or not at all. Together they add at most 100 tracks. Playback goes on, except that the next item starts when the current one is removed, and that playback which has come to the end of the queue goes on with what is added there. */
    EditQueue: {
      /** @constant */
      type: 'queue';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      operations: components['schemas']['QueueOperation'][];
    };
    QueueOperation:
      | components['schemas']['AddTracks']
      | components['schemas']['RemoveItems']
      | components['schemas']['MoveItems']
      | components['schemas']['ClearQueue']
      | components['schemas']['ShuffleQueue']
      | components['schemas']['ReplaceQueue'];
    /** @description The id of the item to put others after, or `current` for the one that is current when the operation takes effect; null is the beginning. Without it, others are put at the end. */
    QueuePlace: string | null;
    /** @description Tracks in their order; the same one may come more than once. */
    NewItems: components['schemas']['Id'][];
    /** @description Ids of queue items. */
    NamedItems: components['schemas']['Id'][];
    AddTracks: {
      /** @constant */
      op: 'add';
      trackIds: components['schemas']['NewItems'];
      after?: components['schemas']['QueuePlace'];
    };
    RemoveItems: {
      /** @constant */
      op: 'remove';
      itemIds: components['schemas']['NamedItems'];
    };
    /** @description Puts items elsewhere, in the order in which they are named. */
    MoveItems: {
      /** @constant */
      op: 'move';
      itemIds: components['schemas']['NamedItems'];
      after?: components['schemas']['QueuePlace'];
    };
    /** @description Removes all items but the current one, which plays on. */
    ClearQueue: {
      /** @constant */
      op: 'clear';
    };
    /** @description Puts what comes after the current item in a random order, which is the same for every member. */
    ShuffleQueue: {
      /** @constant */
      op: 'shuffle';
    };
    /** @description Replaces all items. If playback is on, the first of the new ones starts. */
    ReplaceQueue: {
      /** @constant */
      op: 'replace';
      trackIds: components['schemas']['NewItems'];
    };
    /** @description One change, of the queue as the changes before have left it. */
    QueueChange:
      | components['schemas']['ItemsInserted']
      | components['schemas']['ItemsRemoved']
      | components['schemas']['ItemsMoved']
      | components['schemas']['QueueCleared']
      | components['schemas']['QueueReordered'];
    /** @description The item before; null at the beginning of the queue. */
    ItemBefore: string | null;
    ItemsInserted: {
      /** @constant */
      change: 'inserted';
      items: components['schemas']['QueueItem'][];
      after: components['schemas']['ItemBefore'];
    };
    ItemsRemoved: {
      /** @constant */
      change: 'removed';
      itemIds: components['schemas']['NamedItems'];
    };
    /** @description These items come together, in this order, after the item `after` of the others. */
    ItemsMoved: {
      /** @constant */
      change: 'moved';
      itemIds: components['schemas']['NamedItems'];
      after: components['schemas']['ItemBefore'];
    };
    /** @description All items but `kept` are removed; null for all. */
    QueueCleared: {
      /** @constant */
      change: 'cleared';
      kept: string | null;
    };
    /** @description The item at each place of the new queue is the one that was at this index, counted from 0. */
    QueueReordered: {
      /** @constant */
      change: 'reordered';
      order: number[];
    };
    /** @description After a reconnect. The server answers with the missed changes of timeline and queue, or with a snapshot. */
    Resume: {
      /** @constant */
      type: 'resume';
      epoch: components['schemas']['Epoch'];
      revision: components['schemas']['Revision'];
    };
    /** @description Says that the presence of this member is another one. At most once a second, and five at once; above that it is refused as RATE_LIMITED. A new socket of a device begins with `listening`. */
    SetPresence: {
      /** @constant */
      type: 'presence';
      presence: components['schemas']['Presence'];
    };
    /** @description Chooses the devices that sound; null for all. Needs the permission `playback`. Each of them must be connected, or chosen already: DEVICE_NOT_FOUND names those that are not. The answer is a `timeline` with `outputs`, which plays as before. While something plays, a device that begins to sound gets two seconds to load it, unless it is the sender itself, which has loaded it before. */
    SetOutputs: {
      /** @constant */
      type: 'outputs';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
      memberIds: components['schemas']['OutputMembers'] | null;
    };
    /** @description How well this member is synchronised. The slowest member decides how far ahead playback starts. */
    SyncReport: {
      /** @constant */
      type: 'report';
      roundTripP95Ms: number;
      outputDelayMs: number;
      offsetErrorMs?: number;
      driftPpm?: number;
      /** @description Heard minus due, the largest in the last seconds; negative is late. Left out while nothing should sound. */
      playbackErrorMs?: number;
      /** @description How long something should have sounded that was not loaded yet, in the last seconds. */
      stalledMs?: number;
      /** @description How long a loaded track should have sounded, but did not, in the last seconds. */
      silentMs?: number;
      /** @description How much later than asked the client's timers ran in the last seconds, at most. */
      timerDelayMs?: number;
      correction?: components['schemas']['Correction'];
      /** @description How often the track was restarted since the room was entered. */
      resyncs?: number;
    };
    /**
     * @description What the player did last to come back into step, in the last seconds: it changed its rate, or started the track again at the right place.
     * @enum {string}
     */
    Correction: 'none' | 'rate' | 'resync';
    /** @description The whole state of the session; the first message on every socket. */
    Snapshot: {
      /** @constant */
      type: 'snapshot';
      sessionId: components['schemas']['Id'];
      memberId: string;
      serverTimeUs: components['schemas']['TimeUs'];
      timeline: components['schemas']['Timeline'];
      queue: components['schemas']['Queue'];
      repeat: components['schemas']['RepeatMode'];
      members: components['schemas']['FirstMembers'];
      memberCount: components['schemas']['MemberCount'];
      playbackControl: components['schemas']['PlaybackControl'];
      settings: components['schemas']['SessionSettings'];
      ownerId: components['schemas']['Id'];
      actingHostId: components['schemas']['ActingHostId'];
      requests?: components['schemas']['RequestsToJoin'];
      skipVotes?: components['schemas']['SkipVotes'];
      presence: components['schemas']['PresenceCounts'];
      outputs: components['schemas']['Outputs'];
      /** @description A client whose socket is lost waits a random time from 0 to this before its first try, so that all members of a lost instance do not ask another one at once. Grows with the members. */
      reconnectSpreadMs: number;
    };
    ProbeReply: {
      /** @constant */
      type: 'probeReply';
      probeId: number;
      clientSendTimeUs: components['schemas']['LocalTimeUs'];
      serverReceiveTimeUs: components['schemas']['TimeUs'];
      serverSendTimeUs: components['schemas']['TimeUs'];
      epoch: components['schemas']['Epoch'];
    };
    /** @description A command takes effect at the anchor, or the server moves the queue on at the end of an item: then commandId is `advance-<epoch>-<revision>`, and the anchor is exactly the end of the item that is playing. It has `outputs` only when these have changed, and plays as before then. Every member receives the same bytes, the sender too. */
    TimelineChanged: {
      /** @constant */
      type: 'timeline';
      commandId: components['schemas']['CommandId'];
      timeline: components['schemas']['Timeline'];
      leadTimeMs: number;
      outputs?: components['schemas']['Outputs'];
      /** @description The member who gave the command; null when the server moved the queue on, also because enough members voted to skip the item, and when it has paused because no chosen output is there. */
      by: string | null;
    };
    /** @description The queue or the repeat mode was edited. The changes, applied in their order, lead to the queue of the server. The timeline has the new revision; it plays as before, unless the edit has moved playback on. Every member receives the same bytes, the sender too. */
    QueueChanged: {
      /** @constant */
      type: 'queueChanged';
      commandId: components['schemas']['CommandId'];
      timeline: components['schemas']['Timeline'];
      leadTimeMs: number;
      repeat: components['schemas']['RepeatMode'];
      changes: components['schemas']['QueueChange'][];
      /** @description The member who gave the command. */
      by: string;
    };
    /** @description The command had taken effect before, and is not applied again. */
    Ack: {
      /** @constant */
      type: 'ack';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
    };
    /** @description A member is now among those that a snapshot shows, because it joined or earlier ones left. Also when the device of one has another name. */
    MemberJoined: {
      /** @constant */
      type: 'memberJoined';
      member: components['schemas']['Member'];
      memberCount: components['schemas']['MemberCount'];
    };
    /** @description Other members have joined or left than the first ones. Many changes are told by one message, so that the work of a large session does not grow with it. */
    MemberCountChanged: {
      /** @constant */
      type: 'memberCount';
      memberCount: components['schemas']['MemberCount'];
    };
    /** @description One of the first members has left. */
    MemberLeft: {
      /** @constant */
      type: 'memberLeft';
      memberId: string;
      memberCount: components['schemas']['MemberCount'];
    };
    /** @description A user has another role now, on all devices. */
    RoleChanged: {
      /** @constant */
      type: 'roleChanged';
      userId: components['schemas']['Id'];
      role: components['schemas']['MemberRole'];
    };
    SettingsChanged: {
      /** @constant */
      type: 'settingsChanged';
      settings: components['schemas']['SessionSettings'];
      playbackControl: components['schemas']['PlaybackControl'];
    };
    /** @description Another user owns the session, or stands in for the owner. */
    HostChanged: {
      /** @constant */
      type: 'hostChanged';
      ownerId: components['schemas']['Id'];
      actingHostId: components['schemas']['ActingHostId'];
    };
    /** @description A user asks to join. Only for members who decide about it. */
    JoinRequested: {
      /** @constant */
      type: 'joinRequested';
      request: components['schemas']['RequestToJoin'];
    };
    /** @description A request to join was decided, or is too old. Only for members who decide about them. */
    JoinRequestEnded: {
      /** @constant */
      type: 'joinRequestEnded';
      userId: components['schemas']['Id'];
    };
    /** @description The votes to skip the current item have changed, or how many are needed. They end when another item becomes current or playback pauses, without a message. Many changes are told by one message. */
    SkipVotesChanged: {
      /** @constant */
      type: 'skipVotes';
      queueItemId: components['schemas']['Id'];
      count: components['schemas']['VoteCount'];
      needed: components['schemas']['VotesNeeded'];
      vote?: components['schemas']['SkipVoteOfUser'];
    };
    /** @description The user who has voted, or has withdrawn the vote. The devices of this user always get this message. */
    SkipVoteOfUser: {
      userId: components['schemas']['Id'];
      isCounted: boolean;
    };
    /** @description Members are away, buffering or listening again. Many changes are told by one message, at most one a second, which says all of it: the numbers, and those of the first members who are not listening. */
    PresenceChanged: {
      /** @constant */
      type: 'presenceChanged';
      counts: components['schemas']['PresenceCounts'];
      members: components['schemas']['PresenceOfMember'][];
    };
    PresenceOfMember: {
      memberId: string;
      presence: components['schemas']['Presence'];
    };
    /** @description A member has written a message. May come twice; it is the same message when its id is the same. */
    ChatPosted: {
      /** @constant */
      type: 'chatPosted';
      message: components['schemas']['ChatMessage'];
    };
    /** @description A message was deleted by its author, or by a member who manages the session. */
    ChatDeleted: {
      /** @constant */
      type: 'chatDeleted';
      messageId: components['schemas']['Id'];
    };
    /** @description How members have reacted in the last moment, all of one instance together. Only the trail of the session keeps them. */
    Reactions: {
      /** @constant */
      type: 'reactions';
      counts: components['schemas']['ReactionCount'][];
      at: components['schemas']['TrackPosition'];
    };
    /** @description There is a new invite code. Only for members with the permission `invite`. */
    InviteCodeChanged: {
      /** @constant */
      type: 'inviteCodeChanged';
      inviteCode: string;
    };
    /** @description A track that a member wants to hear in this session. */
    TrackSuggestion: {
      id: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      artistName: string;
      durationMs: components['schemas']['DurationMs'];
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      suggestedAt: components['schemas']['Timestamp'];
      votes: components['schemas']['VoteCount'];
    };
    /** @description A member has suggested a track. May come twice; it is the same suggestion when its id is the same. */
    SuggestionAdded: {
      /** @constant */
      type: 'suggestionAdded';
      suggestion: components['schemas']['TrackSuggestion'];
    };
    /** @description A suggestion was accepted, so that its track is in the queue, or declined, or withdrawn by its member. */
    SuggestionEnded: {
      /** @constant */
      type: 'suggestionEnded';
      suggestionId: components['schemas']['Id'];
      /** @enum {string} */
      outcome: 'accepted' | 'declined' | 'withdrawn';
    };
    /** @description How many votes suggestions have. The votes of a second that come to one instance are told by one message, with all suggestions for which there were some. */
    SuggestionVotes: {
      /** @constant */
      type: 'suggestionVotes';
      votes: components['schemas']['VotesOfSuggestion'][];
    };
    VotesOfSuggestion: {
      suggestionId: components['schemas']['Id'];
      count: components['schemas']['VoteCount'];
    };
    /** @enum {string} */
    MessageProblemCode:
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
      | 'UNAVAILABLE';
    /** @description A message was refused as a whole. */
    MessageProblem: {
      /** @constant */
      type: 'problem';
      code: components['schemas']['MessageProblemCode'];
      title: string;
      detail?: string;
      commandId?: string;
      /** @description The current one, where the command was stale. */
      revision?: number;
      errors?: components['schemas']['MessageFieldError'][];
    };
    MessageFieldError: {
      field: string;
      message: string;
    };
    /**
     * Format: uuid
     * @description UUID, version 7 (8 of a guest), in lower case.
     * @example 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e
     */
    Id: string;
    /** @description Milliseconds from the start of the track. */
    PositionMs: number;
    /** @description Milliseconds. */
    DurationMs: number;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Ada Lovelace
     */
    DisplayName: string;
    /**
     * Format: date-time
     * @description RFC 3339, in UTC.
     * @example 2026-11-23T11:16:00.000Z
     */
    Timestamp: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example This drop!
     */
    ChatText: string;
  };
  responses: {
    /** @description The protocol is now WebSocket. */
    SwitchingProtocols: {
      headers: {
        [name: string]: unknown;
      };
      content?: never;
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export type ClientMessage = components['schemas']['ClientMessage'];
export type ServerMessage = components['schemas']['ServerMessage'];
export type TimeUs = components['schemas']['TimeUs'];
export type LocalTimeUs = components['schemas']['LocalTimeUs'];
export type Epoch = components['schemas']['Epoch'];
export type Revision = components['schemas']['Revision'];
export type CommandId = components['schemas']['CommandId'];
export type DeviceId = components['schemas']['DeviceId'];
export type DeviceName = components['schemas']['DeviceName'];
export type MemberId = components['schemas']['MemberId'];
export type Timeline = components['schemas']['Timeline'];
export type QueueItem = components['schemas']['QueueItem'];
export type Queue = components['schemas']['Queue'];
export type RepeatMode = components['schemas']['RepeatMode'];
export type PlaybackControl = components['schemas']['PlaybackControl'];
export type MemberRole = components['schemas']['MemberRole'];
export type AccountRole = components['schemas']['AccountRole'];
export type Permissions = components['schemas']['Permissions'];
export type PermissionsChange = components['schemas']['PermissionsChange'];
export type PermissionPreset = components['schemas']['PermissionPreset'];
export type SessionSettings = components['schemas']['SessionSettings'];
export type FairTurns = components['schemas']['FairTurns'];
export type AllowsGuests = components['schemas']['AllowsGuests'];
export type SessionVisibility = components['schemas']['SessionVisibility'];
export type RequestToJoin = components['schemas']['RequestToJoin'];
export type RequestsToJoin = components['schemas']['RequestsToJoin'];
export type SettingsChange = components['schemas']['SettingsChange'];
export type SkipSharePercent = components['schemas']['SkipSharePercent'];
export type SkipVotes = components['schemas']['SkipVotes'];
export type VoteCount = components['schemas']['VoteCount'];
export type VotesNeeded = components['schemas']['VotesNeeded'];
export type Member = components['schemas']['Member'];
export type Outputs = components['schemas']['Outputs'];
export type OutputDevices = components['schemas']['OutputDevices'];
export type OutputDevice = components['schemas']['OutputDevice'];
export type OutputMembers = components['schemas']['OutputMembers'];
export type Presence = components['schemas']['Presence'];
export type PresenceCounts = components['schemas']['PresenceCounts'];
export type TrackPosition = components['schemas']['TrackPosition'];
export type PlaceInTrack = components['schemas']['PlaceInTrack'];
export type ChatMessage = components['schemas']['ChatMessage'];
export type Reaction = components['schemas']['Reaction'];
export type ReactionCount = components['schemas']['ReactionCount'];
export type FirstMembers = components['schemas']['FirstMembers'];
export type ActingHostId = components['schemas']['ActingHostId'];
export type MemberCount = components['schemas']['MemberCount'];
export type Probe = components['schemas']['Probe'];
export type Play = components['schemas']['Play'];
export type Pause = components['schemas']['Pause'];
export type Seek = components['schemas']['Seek'];
export type Next = components['schemas']['Next'];
export type Previous = components['schemas']['Previous'];
export type SetRepeat = components['schemas']['SetRepeat'];
export type EditQueue = components['schemas']['EditQueue'];
export type QueueOperation = components['schemas']['QueueOperation'];
export type QueuePlace = components['schemas']['QueuePlace'];
export type NewItems = components['schemas']['NewItems'];
export type NamedItems = components['schemas']['NamedItems'];
export type AddTracks = components['schemas']['AddTracks'];
export type RemoveItems = components['schemas']['RemoveItems'];
export type MoveItems = components['schemas']['MoveItems'];
export type ClearQueue = components['schemas']['ClearQueue'];
export type ShuffleQueue = components['schemas']['ShuffleQueue'];
export type ReplaceQueue = components['schemas']['ReplaceQueue'];
export type QueueChange = components['schemas']['QueueChange'];
export type ItemBefore = components['schemas']['ItemBefore'];
export type ItemsInserted = components['schemas']['ItemsInserted'];
export type ItemsRemoved = components['schemas']['ItemsRemoved'];
export type ItemsMoved = components['schemas']['ItemsMoved'];
export type QueueCleared = components['schemas']['QueueCleared'];
export type QueueReordered = components['schemas']['QueueReordered'];
export type Resume = components['schemas']['Resume'];
export type SetPresence = components['schemas']['SetPresence'];
export type SetOutputs = components['schemas']['SetOutputs'];
export type SyncReport = components['schemas']['SyncReport'];
export type Correction = components['schemas']['Correction'];
export type Snapshot = components['schemas']['Snapshot'];
export type ProbeReply = components['schemas']['ProbeReply'];
export type TimelineChanged = components['schemas']['TimelineChanged'];
export type QueueChanged = components['schemas']['QueueChanged'];
export type Ack = components['schemas']['Ack'];
export type MemberJoined = components['schemas']['MemberJoined'];
export type MemberCountChanged = components['schemas']['MemberCountChanged'];
export type MemberLeft = components['schemas']['MemberLeft'];
export type RoleChanged = components['schemas']['RoleChanged'];
export type SettingsChanged = components['schemas']['SettingsChanged'];
export type HostChanged = components['schemas']['HostChanged'];
export type JoinRequested = components['schemas']['JoinRequested'];
export type JoinRequestEnded = components['schemas']['JoinRequestEnded'];
export type SkipVotesChanged = components['schemas']['SkipVotesChanged'];
export type SkipVoteOfUser = components['schemas']['SkipVoteOfUser'];
export type PresenceChanged = components['schemas']['PresenceChanged'];
export type PresenceOfMember = components['schemas']['PresenceOfMember'];
export type ChatPosted = components['schemas']['ChatPosted'];
export type ChatDeleted = components['schemas']['ChatDeleted'];
export type Reactions = components['schemas']['Reactions'];
export type InviteCodeChanged = components['schemas']['InviteCodeChanged'];
export type TrackSuggestion = components['schemas']['TrackSuggestion'];
export type SuggestionAdded = components['schemas']['SuggestionAdded'];
export type SuggestionEnded = components['schemas']['SuggestionEnded'];
export type SuggestionVotes = components['schemas']['SuggestionVotes'];
export type VotesOfSuggestion = components['schemas']['VotesOfSuggestion'];
export type MessageProblemCode = components['schemas']['MessageProblemCode'];
export type MessageProblem = components['schemas']['MessageProblem'];
export type MessageFieldError = components['schemas']['MessageFieldError'];
export type Id = components['schemas']['Id'];
export type PositionMs = components['schemas']['PositionMs'];
export type DurationMs = components['schemas']['DurationMs'];
export type DisplayName = components['schemas']['DisplayName'];
export type Timestamp = components['schemas']['Timestamp'];
export type ChatText = components['schemas']['ChatText'];
