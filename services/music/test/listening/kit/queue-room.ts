import type { Test } from 'tap';
import type { QueueItem } from '../../../src/generated/listening.schemas.gen.ts';
import type { ListeningSession } from '../../../src/generated/schemas.gen.ts';
import type { TestClient } from './client.ts';
import { commandId, createHarness, json } from './harness.ts';

/** The id of no item. */
export const UNKNOWN = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';

export const idsOf = (queue: readonly QueueItem[]): string[] => queue.map(({ id }) => id);

/** Sends a command, and returns the timeline that it makes. */
export async function run(client: TestClient, command: object) {
  const id = commandId();
  client.send({ commandId: id, ...command });
  const answer = await client.answerTo(id);
  if (answer.type !== 'timeline' && answer.type !== 'queueChanged')
    throw new Error(`expected a timeline, got ${JSON.stringify(answer)}`);
  return answer.timeline;
}

/** Rooms whose members sit at two instances. */
export async function createQueueRooms(t: Test) {
  const harness = await createHarness(t);
  const second = await harness.instance();

  async function stored({ id }: { id: string }): Promise<ListeningSession> {
    return json(await second.get(`/api/music/sessions/${id}`, harness.owner), 200);
  }

  /** Lets every member do everything with the queue. */
  async function allowAll({ id }: { id: string }): Promise<void> {
    const settings = { permissions: { playback: 'listener', add: 'listener', reorder: 'listener' } };
    const path = `/api/music/sessions/${id}/settings`;
    await json(await harness.music.send('PATCH', path, harness.owner, settings), 200);
  }

  /** A session of three items, its owner, and a guest at the other instance. */
  async function room(t: Test, change: object = {}) {
    const [one = '', two = ''] = harness.trackIds;
    const session = await harness.session({ trackIds: [one, two, one], ...change });
    if ('playbackControl' in change) await allowAll(session);
    const ada = await harness.connect(session, harness.owner);
    const bea = await harness.connect(session, await harness.guest(session), { at: second });
    await ada.snapshot();
    await bea.snapshot();
    t.teardown(() => {
      ada.close();
      bea.close();
    });
    const [first, middle, last] = idsOf(session.queue) as [string, string, string];
    return { session, ada, bea, first, middle, last, track: one };
  }

  return { harness, second, room, stored };
}
