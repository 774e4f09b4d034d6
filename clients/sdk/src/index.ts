export { Downbeat, type DownbeatOptions, type ListenOptions } from './downbeat.ts';
export { GoogleSignIn, type GoogleRefusal } from './google/google-sign-in.ts';
export type { VerifierStore } from './google/verifier-store.ts';
export { DownbeatError, type ClientCode, type Problem } from './http/errors.ts';
export type { Call, Result } from './http/call.ts';
export type { CallOptions } from './generated/call.gen.ts';
export { SessionKeeper } from './session/session-keeper.ts';
export {
  memoryTokenStore,
  webTokenStore,
  type StoredSession,
  type TokenStore,
} from './session/token-store.ts';
export { ListeningRoom } from './listening/room.ts';
export type { RoomState } from './listening/room-state.ts';
export type { SyncQuality } from './listening/sync-quality.ts';
export { performanceClock, type LocalClock } from './listening/local-clock.ts';
export type { PlayableTrack, Player } from './listening/player.ts';
export { WebAudioPlayer } from './listening/players/web-audio-player.ts';
export { AudioElementPlayer } from './listening/players/audio-element-player.ts';
export { SimulatedPlayer, type SimulatedPlayerOptions } from './listening/players/simulated-player.ts';
export type { Member, QueueItem, Timeline } from './listening/messages.ts';
export type { AuthOperations } from './generated/auth.operations.gen.ts';
export type { MusicOperations } from './generated/music.operations.gen.ts';
export type { NotificationOperations } from './generated/notification.operations.gen.ts';
export { microseconds, milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
