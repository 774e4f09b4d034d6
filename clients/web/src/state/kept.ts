import { effect, signal } from '@preact/signals';
import { user } from './account.ts';
import { onReturn } from './connectivity.ts';
import { keepSession, keptSession } from './device.ts';
import { sentenceOf, notice } from './notice.ts';
import { enterSession, entering, opened } from './room.ts';
import { describeRoom, type Room } from './rooms.ts';

/** The room that this tab was in when it was loaded again; null after the user has entered a room or left it. */
export const kept = signal<Room | null>(null);

const AFTER_FIRST_SCREEN_MS = 1_000;

function lookElsewhere(): void {
  if (user.peek() === null || opened.peek() !== null) return;
  import('./elsewhere.ts').then(({ enterElsewhere }) => enterElsewhere()).catch(() => undefined);
}

/** Grows with each try after a failure. */
const tries = signal(0);

effect(() => {
  const isSignedIn = tries.value >= 0 && user.value !== null;
  const sessionId = keptSession();
  kept.value = null;
  if (!isSignedIn || opened.value !== null) return undefined;
  // What plays on another device of the user goes before; this one becomes its remote. The first screen comes first.
  const timer = setTimeout(lookElsewhere, AFTER_FIRST_SCREEN_MS);
  const stop = () => clearTimeout(timer);
  if (sessionId === null) return stop;
  describeRoom(sessionId).then(
    (room) => {
      if (room === null) keepSession(null);
      if (opened.peek() === null) kept.value = room;
    },
    (error: unknown) => {
      notice.value = sentenceOf(error);
      const ends = onReturn(() => {
        ends();
        tries.value += 1;
      });
    },
  );
  return stop;
});

/** Goes back into that room, where it is now; starts the music when it is paused. */
export function continueKept(): void {
  const room = kept.value;
  if (room === null) return;
  entering.run(async () => {
    const entered = await enterSession(room.id);
    if (!room.isPlaying && room.ownerId === user.value?.id) await entered.play();
  });
}
