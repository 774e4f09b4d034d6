export { Downbeat, type DownbeatOptions, type CoverOptions, type StreamOptions } from './downbeat.ts';
export type { GoogleSignIn, VerifierStore } from './google.ts';
export {
  DownbeatError,
  isDownbeatError,
  type ClientCode,
  type FieldError,
  type Problem,
} from './http/errors.ts';
export type { ErrorCode, GoogleRefusal } from './http/error-code.ts';
export type { Call, ListCall, Result } from './http/call.ts';
export type {
  ByteStream,
  NamedUpload,
  UploadOptions,
  UploadProgress,
  UploadSource,
} from './http/upload-source.ts';
export type { Attempt, Hooks } from './http/hooks.ts';
export type * from './generated/models.gen.ts';
export type { CallOptions } from './generated/call.gen.ts';
export { SessionKeeper } from './auth-session.ts';
export { memoryTokenStore, webTokenStore, type StoredSession, type TokenStore } from './token-store.ts';
export type { WebSocketFactory } from './listening/connection.ts';
export type { ListenOptions } from './listening/enter-room.ts';
export type { ListeningRoom } from './listening/room.ts';
export type { PresenceChange, RoomState } from './listening/room-state.ts';
export type { PlaybackStatus } from './listening/schedule.ts';
export type { SyncQuality } from './listening/sync-quality.ts';
export type { CloseCause, Member, QueueItem, Timeline } from './listening/messages.ts';
export type { LocalClock, PlayableTrack, Player } from './players/player.ts';
export type { AuthOperations } from './generated/auth.operations.gen.ts';
export type { MusicOperations } from './generated/music.operations.gen.ts';
export type { NotificationOperations } from './generated/notification.operations.gen.ts';
export type { Microseconds, Milliseconds } from '@downbeat/timing';
