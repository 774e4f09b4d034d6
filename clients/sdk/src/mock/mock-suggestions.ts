import { DownbeatError } from '../http/errors.ts';
import type { Member, QueueItem, ServerMessage, TrackSuggestion } from '../listening/messages.ts';

import type { MockServer } from './mock-server.ts';

type Author = Pick<Member, 'userId' | 'displayName'>;
type Entry = Omit<TrackSuggestion, 'votes'>;

interface MockSuggestionsOptions {
  broadcast(message: ServerMessage): void;
  /** Puts a track into the queue. */
  add(trackId: string, place: 'next' | 'end'): void;
  /** What is known of every track. */
  example: QueueItem;
}

/** The suggestions in a mock room. */
export class MockSuggestions {
  readonly #options: MockSuggestionsOptions;
  readonly #entries = new Map<string, { entry: Entry; voterIds: Set<string> }>();
  #count = 0;

  constructor(options: MockSuggestionsOptions) {
    this.#options = options;
  }

  listFor(userId: string): { items: TrackSuggestion[]; votedIds: string[] } {
    const all = [...this.#entries.values()];
    const items = all.map(({ entry, voterIds }) => ({ ...entry, votes: voterIds.size }));
    const voted = all.filter(({ voterIds }) => voterIds.has(userId));
    return {
      items: items.toSorted((a, b) => b.votes - a.votes),
      votedIds: voted.map(({ entry }) => entry.id),
    };
  }

  /** A member suggests a track. */
  suggest({ userId, displayName }: Author, trackId: string): TrackSuggestion {
    const same = [...this.#entries.values()].find(({ entry }) => entry.trackId === trackId);
    this.#count += 1;
    const { title, artistName, durationMs } = this.#options.example;
    const suggestedAt = new Date().toISOString();
    // In their order, as the ids of the service are.
    const id = `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
    const made = { id, trackId, title, artistName, durationMs, userId, displayName, suggestedAt };
    const { entry, voterIds } = same ?? { entry: made, voterIds: new Set<string>() };
    this.#entries.set(entry.id, { entry, voterIds });
    const suggestion = { ...entry, votes: voterIds.size };
    this.#options.broadcast({ type: 'suggestionAdded', suggestion });
    return suggestion;
  }

  accept(suggestionId: string, place: 'next' | 'end' = 'end'): void {
    this.#options.add(this.#find(suggestionId).entry.trackId, place);
    this.#end(suggestionId, 'accepted');
  }

  decline(suggestionId: string): void {
    this.#find(suggestionId);
    this.#end(suggestionId, 'declined');
  }

  withdraw(suggestionId: string): void {
    if (this.#entries.has(suggestionId)) this.#end(suggestionId, 'withdrawn');
  }

  /** A member votes for a suggestion, or takes the vote back. */
  vote(userId: string, suggestionId: string, isCounted = true): void {
    const { voterIds } = this.#find(suggestionId);
    if (isCounted) voterIds.add(userId);
    else voterIds.delete(userId);
    const votes = [{ suggestionId, count: voterIds.size }];
    this.#options.broadcast({ type: 'suggestionVotes', votes });
  }

  #find(suggestionId: string): { entry: Entry; voterIds: Set<string> } {
    const found = this.#entries.get(suggestionId);
    if (found === undefined) throw new DownbeatError('SUGGESTION_NOT_FOUND', 'There is no such suggestion');
    return found;
  }

  #end(suggestionId: string, outcome: 'accepted' | 'declined' | 'withdrawn'): void {
    this.#entries.delete(suggestionId);
    this.#options.broadcast({ type: 'suggestionEnded', suggestionId, outcome });
  }
}

/** Lets the client suggest, vote and decide. */
export function answerSuggestions(
  server: MockServer,
  { suggestions }: { suggestions: MockSuggestions },
  self: () => Author,
): void {
  server.setDefault('listTrackSuggestions', () => suggestions.listFor(self().userId));
  server.setDefault('suggestTrack', ({ trackId }) => suggestions.suggest(self(), trackId));
  server.setDefault('answerSuggestion', ({ suggestionId, decision, place }) => {
    if (decision === 'accept') suggestions.accept(suggestionId, place);
    else suggestions.decline(suggestionId);
    return undefined;
  });
  server.setDefault('withdrawSuggestion', ({ suggestionId }) => {
    suggestions.withdraw(suggestionId);
    return undefined;
  });
  server.setDefault('voteForSuggestion', ({ suggestionId }) => {
    suggestions.vote(self().userId, suggestionId);
    return undefined;
  });
  server.setDefault('withdrawSuggestionVote', ({ suggestionId }) => {
    suggestions.vote(self().userId, suggestionId, false);
    return undefined;
  });
}
