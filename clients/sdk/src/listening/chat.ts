import { Emitter } from '../emitter.ts';
import type { MusicRoomOperations } from '../generated/music.operations.gen.ts';
import type { ChatMessage, Reaction, ServerMessage } from './messages.ts';
import type { RoomStore } from './room-state.ts';

/** What the server says of the chat. */
export type ChatEvent = Extract<ServerMessage, { type: 'chatPosted' | 'chatDeleted' | 'reactions' }>;
/** How members have reacted in the last moment, and where playback was. */
export type Reactions = Omit<Extract<ChatEvent, { type: 'reactions' }>, 'type'>;

/** Messages that are kept in `room.state.chat`, as many as the server keeps. */
const KEPT = 1000;
const PAGE = 100;
/** Pages that are read after a lost socket. */
const MISSED_PAGES = 4;

interface ChatOptions {
  operations: Pick<
    MusicRoomOperations,
    'listChatMessages' | 'postChatMessage' | 'deleteChatMessage' | 'react'
  >;
  sessionId: string;
  store: RoomStore;
  onProblem(error: unknown): void;
}

/**
 * What the members of a room write to one another, and how they react. All calls reject with a DownbeatError, e.g. FORBIDDEN
 * unless `room.can('chat')`, or RATE_LIMITED.
 */
export class RoomChat {
  readonly #options: ChatOptions;
  readonly #reactions = new Emitter<Reactions>();
  /** Where earlier messages begin: null at the first one, undefined before anything was read. */
  #cursor: string | null | undefined;

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** The known messages, the oldest first, as `room.state.chat`: those since this client came, and those that were loaded. */
  get messages(): readonly ChatMessage[] {
    return this.#options.store.state.chat;
  }

  /** Whether there may be messages that `loadEarlier` would read. */
  get hasEarlier(): boolean {
    return this.#cursor !== null;
  }

  /** Reads the newest messages, or, after that, a page of those before. Until then only new ones are known. */
  async loadEarlier(): Promise<void> {
    const cursor = this.#cursor;
    if (cursor === null) return;
    const { items, nextCursor } = await this.#read(cursor);
    this.#cursor = nextCursor;
    this.#add(items);
  }

  /**
   * Writes a message to all members.
   * @param text one line of at most 500 characters
   */
  async post(text: string): Promise<ChatMessage> {
    const { operations, sessionId } = this.#options;
    const message = await operations.postChatMessage({ sessionId, text });
    this.#add([message]);
    return message;
  }

  /** Deletes a message for all members: an own one, or, for the owner and co-hosts, any. */
  async delete(messageId: string): Promise<void> {
    const { operations, sessionId } = this.#options;
    await operations.deleteChatMessage({ sessionId, messageId });
    this.#remove(messageId);
  }

  /** Reacts to what is heard. All members, this one too, get it by `onReactions`, counted with others of the same moment. */
  async react(reaction: Reaction): Promise<void> {
    const { operations, sessionId } = this.#options;
    await operations.react({ sessionId, reaction });
  }

  /** Calls back when members have reacted; returns a function that unsubscribes. */
  onReactions(listener: (reactions: Reactions) => void): () => void {
    return this.#reactions.on(listener);
  }

  /** @internal Takes a message of the server. */
  receive(event: ChatEvent): void {
    if (event.type === 'chatPosted') this.#add([event.message]);
    else if (event.type === 'chatDeleted') this.#remove(event.messageId);
    else this.#reactions.emit({ counts: event.counts, at: event.at });
  }

  /** @internal After a lost socket: reads what was written and deleted since then, unless nothing was ever read. */
  resync(): void {
    if (this.#cursor !== undefined)
      this.#readMissed().catch((error: unknown) => this.#options.onProblem(error));
  }

  /** Down to the oldest that was known; what is older than the last page is left out, because it may have been deleted. */
  async #readMissed(): Promise<void> {
    const oldest = this.messages[0]?.number ?? Infinity;
    const read: ChatMessage[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < MISSED_PAGES && cursor !== null; page += 1) {
      const { items, nextCursor } = await this.#read(cursor);
      read.push(...items);
      cursor = nextCursor;
      if (items.some(({ number }) => number <= oldest)) break;
    }
    this.#cursor = cursor;
    const newest = read[0]?.number ?? 0;
    const { store } = this.#options;
    // Those that came while the pages were read.
    store.setChat(store.state.chat.filter(({ number }) => number > newest));
    this.#add(read);
  }

  #read(cursor: string | undefined) {
    const { operations, sessionId } = this.#options;
    return operations.listChatMessages({
      sessionId,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
  }

  #add(messages: readonly ChatMessage[]): void {
    const { store } = this.#options;
    const byId = new Map([...store.state.chat, ...messages].map((message) => [message.id, message]));
    const inOrder = [...byId.values()].sort((one, other) => one.number - other.number);
    store.setChat(inOrder.slice(-KEPT));
  }

  #remove(messageId: string): void {
    const { store } = this.#options;
    store.setChat(store.state.chat.filter(({ id }) => id !== messageId));
  }
}
