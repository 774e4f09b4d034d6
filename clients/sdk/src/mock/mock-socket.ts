import type { ClientMessage, Member, ServerMessage } from '../listening/messages.ts';
import type { MockRoom } from './mock-room.ts';

/** The part of a WebSocket that a room uses, between the client and a mock room. Nothing is delivered before its turn. */
export class MockSocket {
  readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #room: MockRoom;

  constructor(room: MockRoom, member: Member) {
    this.#room = room;
    queueMicrotask(() => {
      if (this.readyState !== 0) return;
      this.readyState = this.OPEN;
      this.onopen?.();
      room.enter(this, member);
    });
  }

  send(text: string): void {
    const message = JSON.parse(text) as ClientMessage;
    queueMicrotask(() => {
      if (this.readyState === this.OPEN) this.#room.receive(this, message);
    });
  }

  close(): void {
    this.readyState = 3;
    this.#room.leave(this);
  }

  deliver(message: ServerMessage): void {
    const data = JSON.stringify(message);
    queueMicrotask(() => {
      if (this.readyState === this.OPEN) this.onmessage?.({ data });
    });
  }

  closeByServer(code: number): void {
    this.close();
    this.onclose?.({ code });
  }
}
