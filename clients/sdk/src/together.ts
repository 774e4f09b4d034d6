// `@downbeat/sdk/together`: public sessions, guests, suggestions and output delays, which the core does not load.
import { musicTogetherOperations } from './generated/music.together-operations.gen.ts';
import type { MusicTogetherOperations } from './generated/music.operations.gen.ts';
import type { LibraryClient } from './library/library.ts';

export { joinAsGuest, type GuestInput } from './listening/guest.ts';
export { RoomSuggestions, type ShownSuggestion } from './listening/suggestions.ts';
export type { MusicTogetherOperations as Together } from './generated/music.operations.gen.ts';

/** What helps to listen together: each operation of the contract, with the sign-in of the client. */
export function togetherOf({ defaults }: Pick<LibraryClient, 'defaults'>): MusicTogetherOperations {
  return defaults.clientOf<MusicTogetherOperations>(musicTogetherOperations, defaults.musicUrl);
}
