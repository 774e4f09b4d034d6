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
type Items = readonly ShownSuggestion[];
type Change = (items: Items) => Items;

/** A failed read is tried again so often: after the first pause, then each time after twice as long, about a minute in all. */
const RETRIES = 5;
const FIRST_PAUSE_MS = 2000;

const inOrder = (one: ShownSuggestion, other: ShownSuggestion): number =>
  other.votes - one.votes || (one.id < other.id ? -1 : 1);

/**
 * The tracks that members of a room suggest, and the votes for them. Each call rejects with a DownbeatError, e.g. FORBIDDEN, or
 * SUGGESTION_NOT_FOUND for one that is gone.
 */
export class RoomSuggestions {
  readonly #operations: MusicTogetherOperations;
  readonly #sessionId: string;
  readonly #changes = new Emitter<Items>();
  readonly #ends: (() => void)[];
  /** For each request without an answer, what has changed since it was sent. */
  readonly #reading = new Set<Change[]>();
  #items: Items = [];
  #requests = 0;
  /** The number of the request whose answer is shown. */
  #shown = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

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

  /**
   * Reads them. From then on they are kept up to date, also after a lost socket. A read that has failed is tried again by itself
   * for about a minute.
   */
  async load(): Promise<void> {
    this.#failures = 0;
    await this.#read();
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
    this.#mark(suggestionId, true);
  }

  async withdrawVote(suggestionId: string): Promise<void> {
    await this.#operations.withdrawSuggestionVote(this.#ids(suggestionId));
    this.#mark(suggestionId, false);
  }

  /** Hears no longer what happens in the room, and reports nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const end of this.#ends) end();
  }

  #ids(suggestionId: string) {
    return { sessionId: this.#sessionId, suggestionId };
  }

  async #read(): Promise<void> {
    clearTimeout(this.#retry);
    const request = (this.#requests += 1);
    const changes: Change[] = [];
    this.#reading.add(changes);
    try {
      const { items, votedIds } = await this.#operations.listTrackSuggestions({ sessionId: this.#sessionId });
      // A later request was answered first.
      if (request < this.#shown) return;
      this.#shown = request;
      const read: Items = items.map((one) => ({ ...one, hasVoted: votedIds.includes(one.id) }));
      this.#set(changes.reduce((all, change) => change(all), read));
    } catch (error) {
      if (request === this.#requests) this.#readLater();
      throw error;
    } finally {
      this.#reading.delete(changes);
    }
  }

  #readLater(): void {
    if (this.#isClosed || this.#failures >= RETRIES) return;
    // Members whose service was away do not all come back at once.
    const pauseMs = FIRST_PAUSE_MS * 2 ** this.#failures * (0.5 + Math.random() / 2);
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#read().catch(() => undefined), pauseMs);
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'suggestionAdded') this.#add(message.suggestion);
    else if (message.type === 'suggestionEnded') this.#remove(message.suggestionId);
    else if (message.type === 'suggestionVotes') {
      const counts = new Map(message.votes.map((one) => [one.suggestionId, one.count]));
      this.#apply((items) => items.map((one) => ({ ...one, votes: counts.get(one.id) ?? one.votes })));
    }
  }

  #add(suggestion: TrackSuggestion): void {
    this.#apply((items) =>
      items.some(({ id }) => id === suggestion.id) ? items : [...items, { ...suggestion, hasVoted: false }],
    );
  }

  #remove(suggestionId: string): void {
    this.#apply((items) => items.filter(({ id }) => id !== suggestionId));
  }

  #mark(suggestionId: string, hasVoted: boolean): void {
    this.#apply((items) => items.map((one) => (one.id === suggestionId ? { ...one, hasVoted } : one)));
  }

  /** Changes what is shown, and what the answers to open requests will say: these may be older. */
  #apply(change: Change): void {
    for (const changes of this.#reading) changes.push(change);
    const changed = change(this.#items);
    if (changed !== this.#items) this.#set(changed);
  }

  #set(items: Items): void {
    if (this.#isClosed) return;
    this.#items = items.toSorted(inOrder);
    this.#changes.emit(this.#items);
  }
}
