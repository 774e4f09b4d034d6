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
      | components['schemas']['Resume']
      | components['schemas']['SyncReport'];
    ServerMessage:
      | components['schemas']['Snapshot']
      | components['schemas']['ProbeReply']
      | components['schemas']['TimelineChanged']
      | components['schemas']['Ack']
      | components['schemas']['MemberJoined']
      | components['schemas']['MemberLeft']
      | components['schemas']['MemberCountChanged']
      | components['schemas']['MessageProblem'];
    /** @description Microseconds on the session's timebase. */
    TimeUs: number;
    /** @description Microseconds on the client's own monotonic clock; the server only echoes it. */
    LocalTimeUs: number;
    /** @description Raised when the timebase or the stored state was replaced. Revisions of other epochs cannot be compared. */
    Epoch: number;
    /** @description Grows by one with every accepted command, and whenever the server moves the queue on. */
    Revision: number;
    /** @description Chosen by the client; the same command sent twice takes effect once. */
    CommandId: string;
    /** @description Distinguishes the devices of one user; two tabs are two devices. */
    DeviceId: string;
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
    /**
     * @description Who may control playback.
     * @enum {string}
     */
    PlaybackControl: 'owner' | 'everyone';
    /** @enum {string} */
    MemberRole: 'owner' | 'listener';
    /** @description A user on a device. */
    Member: {
      /** @description The user and the device, joined by a colon. */
      memberId: string;
      userId: components['schemas']['Id'];
      deviceId: components['schemas']['DeviceId'];
      displayName: components['schemas']['DisplayName'];
      role: components['schemas']['MemberRole'];
    };
    /** @description Those who joined first, in this order, and always the member who receives a snapshot. `listMembers` gives all. */
    FirstMembers: components['schemas']['Member'][];
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
    /** @description After a reconnect. The server answers with the missed timelines, or with a snapshot. */
    Resume: {
      /** @constant */
      type: 'resume';
      epoch: components['schemas']['Epoch'];
      revision: components['schemas']['Revision'];
    };
    /** @description How well this member is synchronised. The slowest member decides how far ahead playback starts. */
    SyncReport: {
      /** @constant */
      type: 'report';
      roundTripP95Ms: number;
      outputDelayMs: number;
      offsetErrorMs?: number;
      driftPpm?: number;
      playbackErrorMs?: number;
    };
    /** @description The whole state of the session; the first message on every socket. */
    Snapshot: {
      /** @constant */
      type: 'snapshot';
      sessionId: components['schemas']['Id'];
      memberId: string;
      serverTimeUs: components['schemas']['TimeUs'];
      timeline: components['schemas']['Timeline'];
      queue: components['schemas']['QueueItem'][];
      members: components['schemas']['FirstMembers'];
      memberCount: components['schemas']['MemberCount'];
      playbackControl: components['schemas']['PlaybackControl'];
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
    /** @description A command takes effect at the anchor, or the server moves the queue on at the end of an item: then commandId is `advance-<epoch>-<revision>`, and the anchor is exactly the end of the item that is playing. Every member receives the same bytes, the sender too. */
    TimelineChanged: {
      /** @constant */
      type: 'timeline';
      commandId: components['schemas']['CommandId'];
      timeline: components['schemas']['Timeline'];
      leadTimeMs: number;
      /** @description The member who gave the command; null when the server moved the queue on. */
      by: string | null;
    };
    /** @description The command had taken effect before, and is not applied again. */
    Ack: {
      /** @constant */
      type: 'ack';
      commandId: components['schemas']['CommandId'];
      revision: components['schemas']['Revision'];
    };
    /** @description A member is now among the first ones, which a snapshot shows, because it joined or earlier ones left. */
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
    /** @enum {string} */
    MessageProblemCode:
      | 'MALFORMED_MESSAGE'
      | 'UNKNOWN_MESSAGE'
      | 'VALIDATION_FAILED'
      | 'STALE_REVISION'
      | 'FORBIDDEN'
      | 'QUEUE_ITEM_NOT_FOUND'
      | 'TRACK_NOT_FOUND'
      | 'NOTHING_TO_PLAY'
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
     * @description UUID, version 7, in lower case.
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
export type Timeline = components['schemas']['Timeline'];
export type QueueItem = components['schemas']['QueueItem'];
export type PlaybackControl = components['schemas']['PlaybackControl'];
export type MemberRole = components['schemas']['MemberRole'];
export type Member = components['schemas']['Member'];
export type FirstMembers = components['schemas']['FirstMembers'];
export type MemberCount = components['schemas']['MemberCount'];
export type Probe = components['schemas']['Probe'];
export type Play = components['schemas']['Play'];
export type Pause = components['schemas']['Pause'];
export type Seek = components['schemas']['Seek'];
export type Resume = components['schemas']['Resume'];
export type SyncReport = components['schemas']['SyncReport'];
export type Snapshot = components['schemas']['Snapshot'];
export type ProbeReply = components['schemas']['ProbeReply'];
export type TimelineChanged = components['schemas']['TimelineChanged'];
export type Ack = components['schemas']['Ack'];
export type MemberJoined = components['schemas']['MemberJoined'];
export type MemberCountChanged = components['schemas']['MemberCountChanged'];
export type MemberLeft = components['schemas']['MemberLeft'];
export type MessageProblemCode = components['schemas']['MessageProblemCode'];
export type MessageProblem = components['schemas']['MessageProblem'];
export type MessageFieldError = components['schemas']['MessageFieldError'];
export type Id = components['schemas']['Id'];
export type PositionMs = components['schemas']['PositionMs'];
export type DurationMs = components['schemas']['DurationMs'];
export type DisplayName = components['schemas']['DisplayName'];
