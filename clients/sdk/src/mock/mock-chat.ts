import type { ChatMessage, Reaction, ServerMessage } from '../listening/messages.ts';

/** Who writes. */
type Author = Pick<ChatMessage, 'userId' | 'displayName'>;

/** What the members of a mock room write, in memory. */
export class MockChat {
  readonly #broadcast: (message: ServerMessage) => void;
  readonly #place: () => ChatMessage['at'];
  #messages: ChatMessage[] = [];
  #count = 0;

  /**
   * @param broadcast to every socket of the client
   * @param place where playback is
   */
  constructor(broadcast: (message: ServerMessage) => void, place: () => ChatMessage['at']) {
    this.#broadcast = broadcast;
    this.#place = place;
  }

  /** The newest first, in pages. The cursor is the number of the last message of the page before. */
  page(limit = 20, cursor?: string): { items: ChatMessage[]; nextCursor: string | null } {
    const before = cursor === undefined ? Infinity : Number(cursor);
    const found = this.#messages.filter(({ number }) => number < before).toReversed();
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? String(items.at(-1)?.number) : null };
  }

  post({ userId, displayName }: Author, text: string): ChatMessage {
    this.#count += 1;
    const [id, postedAt] = [crypto.randomUUID(), new Date().toISOString()];
    const message = { id, number: this.#count, userId, displayName, text, postedAt, at: this.#place() };
    this.#messages.push(message);
    this.#broadcast({ type: 'chatPosted', message });
    return message;
  }

  delete(messageId: string): void {
    this.#messages = this.#messages.filter(({ id }) => id !== messageId);
    this.#broadcast({ type: 'chatDeleted', messageId });
  }

  react(reaction: Reaction, count = 1): void {
    this.#broadcast({ type: 'reactions', counts: [{ reaction, count }], at: this.#place() });
  }
}
