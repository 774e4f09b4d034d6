import { Emitter } from '../emitter.ts';
import { musicTogetherOperations } from '../generated/music.together-operations.gen.ts';
import type { MusicTogetherOperations } from '../generated/music.operations.gen.ts';
import type { LibraryClient } from '../library/library.ts';
import type { ServerMessage, TrackSuggestion } from './messages.ts';
import type { ListeningRoom } from './room.ts';

/** A suggestion as this user sees it. */
export interface ShownSuggestion extends TrackSuggestion {
  /** Whether this user has voted for it, as far as this device knows. */
  hasVoted: boolean;
}

type Room = Pick<ListeningRoom, 'state' | 'onChange' | 'onMessage'>;

const inOrder = (one: ShownSuggestion, other: ShownSuggestion): number =>
  other.votes - one.votes || (one.id < other.id ? -1 : 1);

/**
 * The tracks that members of a room suggest, and the votes for them. Each call rejects with a DownbeatError, e.g. FORBIDDEN, or
 * SUGGESTION_NOT_FOUND for one that is gone.
 */
export class RoomSuggestions {
  readonly #operations: MusicTogetherOperations;
  readonly #sessionId: string;
  readonly #changes = new Emitter<readonly ShownSuggestion[]>();
  readonly #ends: (() => void)[];
  /** Those that end while the list is being read. */
  readonly #ended = new Set<string>();
  #items: readonly ShownSuggestion[] = [];

  constructor({ defaults }: Pick<LibraryClient, 'defaults'>, sessionId: string, room: Room) {
    this.#operations = defaults.clientOf<MusicTogetherOperations>(musicTogetherOperations, defaults.musicUrl);
    this.#sessionId = sessionId;
    let { status } = room.state;
    const reload = (): void => void this.load().catch(() => undefined);
    this.#ends = [
      room.onMessage((message) => this.#receive(message)),
      // What was told while the socket was lost.
      room.onChange((state) => {
        if (state.status === 'open' && status !== 'open') reload();
        status = state.status;
      }),
    ];
  }

  /** The known ones, those with the most votes first. Empty until `load`. */
  get items(): readonly ShownSuggestion[] {
    return this.#items;
  }

  /** Calls back with all of them at each change; returns a function that unsubscribes. */
  onChange(listener: (items: readonly ShownSuggestion[]) => void): () => void {
    return this.#changes.on(listener);
  }

  /** Reads them. From then on they are kept up to date, also after a lost socket. */
  async load(): Promise<void> {
    this.#ended.clear();
    const { items, votedIds } = await this.#operations.listTrackSuggestions({ sessionId: this.#sessionId });
    const present = items.filter(({ id }) => !this.#ended.has(id));
    this.#set(present.map((one) => ({ ...one, hasVoted: votedIds.includes(one.id) })));
  }

  /** Suggests a track. One that is suggested already stays as it is. */
  async add(trackId: string): Promise<TrackSuggestion> {
    const suggestion = await this.#operations.suggestTrack({ sessionId: this.#sessionId, trackId });
    this.#add(suggestion);
    return suggestion;
  }

  /** Puts its track into the queue. Needs the permission `add`. */
  async accept(suggestionId: string, place: 'next' | 'end' = 'end'): Promise<void> {
    await this.#operations.answerSuggestion({ ...this.#ids(suggestionId), decision: 'accept', place });
    this.#remove(suggestionId);
  }

  /** Needs the permission `add` or `reorder`. */
  async decline(suggestionId: string): Promise<void> {
    await this.#operations.answerSuggestion({ ...this.#ids(suggestionId), decision: 'decline' });
    this.#remove(suggestionId);
  }

  /** Takes back an own one. */
  async withdraw(suggestionId: string): Promise<void> {
    await this.#operations.withdrawSuggestion(this.#ids(suggestionId));
    this.#remove(suggestionId);
  }

  /** Needs the permission `vote`. The count follows within about a second. */
  async vote(suggestionId: string): Promise<void> {
    await this.#operations.voteForSuggestion(this.#ids(suggestionId));
    this.#change(suggestionId, { hasVoted: true });
  }

  async withdrawVote(suggestionId: string): Promise<void> {
    await this.#operations.withdrawSuggestionVote(this.#ids(suggestionId));
    this.#change(suggestionId, { hasVoted: false });
  }

  /** Hears no longer what happens in the room. */
  close(): void {
    for (const end of this.#ends) end();
  }

  #ids(suggestionId: string) {
    return { sessionId: this.#sessionId, suggestionId };
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'suggestionAdded') this.#add(message.suggestion);
    else if (message.type === 'suggestionEnded') this.#remove(message.suggestionId);
    else if (message.type === 'suggestionVotes') {
      const counts = new Map(message.votes.map((one) => [one.suggestionId, one.count]));
      this.#set(this.#items.map((one) => ({ ...one, votes: counts.get(one.id) ?? one.votes })));
    }
  }

  #add(suggestion: TrackSuggestion): void {
    if (this.#items.every(({ id }) => id !== suggestion.id))
      this.#set([...this.#items, { ...suggestion, hasVoted: false }]);
  }

  #remove(suggestionId: string): void {
    this.#ended.add(suggestionId);
    this.#set(this.#items.filter(({ id }) => id !== suggestionId));
  }

  #change(suggestionId: string, change: Partial<ShownSuggestion>): void {
    this.#set(this.#items.map((one) => (one.id === suggestionId ? { ...one, ...change } : one)));
  }

  #set(items: readonly ShownSuggestion[]): void {
    this.#items = items.toSorted(inOrder);
    this.#changes.emit(this.#items);
  }
}
