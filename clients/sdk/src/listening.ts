// `@downbeat/sdk/listening`: rooms and players, which the core does not load until a room is entered.
export { ListeningRoom } from './listening/room.ts';
export type { PresenceChange, RoomState } from './listening/room-state.ts';
export type { ChosenOutput, RoomDevice } from './listening/outputs.ts';
export type { PlaybackStatus } from './listening/schedule.ts';
export type { SyncQuality } from './listening/sync-quality.ts';
export type { Reactions, RoomChat } from './listening/chat.ts';
export type { RoomAction } from './listening/room-access.ts';
export type {
  ChatMessage,
  CloseCause,
  Member,
  MemberRole,
  Presence,
  PresenceCounts,
  QueueItem,
  QueueOperation,
  Reaction,
  RepeatMode,
  RequestToJoin,
  ServerMessage,
  SessionSettings,
  SettingsChange,
  SkipVotes,
  Timeline,
} from './listening/messages.ts';
export type { QueuePlace, RoomQueue } from './listening/queue.ts';
export { performanceClock, type LocalClock, type PlayableTrack, type Player } from './players/player.ts';
export { WebAudioPlayer } from './players/web-audio-player.ts';
export { AudioElementPlayer } from './players/audio-element-player.ts';
export { SimulatedPlayer, type SimulatedPlayerOptions } from './players/simulated-player.ts';
export { microseconds, milliseconds, type Microseconds, type Milliseconds } from '@downbeat/timing';
