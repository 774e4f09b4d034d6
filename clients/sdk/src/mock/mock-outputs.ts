import { anchorAfter, type Timeline } from '@downbeat/timing';
import type { Member, Outputs, ServerMessage } from '../listening/messages.ts';
import type { CommandTiming, OutputsMessage, Refusal } from './mock-playback.ts';

type TimelineChanged = Extract<ServerMessage, { type: 'timeline' }>;

/** The devices of a mock room that sound: all at first. */
export class MockOutputs {
  #outputs: Outputs = { devices: null, fromServerTimeUs: 0 };

  get all(): Outputs {
    return this.#outputs;
  }

  /** Chooses devices by the rules of the server. Returns what to tell the members, or the code of a refusal. */
  choose(
    { memberIds, commandId, revision }: OutputsMessage,
    members: readonly Member[],
    before: Timeline,
    { nowUs, leadTimeMs }: CommandTiming,
  ): Omit<TimelineChanged, 'by'> | Refusal {
    if (revision !== before.revision) return 'STALE_REVISION';
    const known = [...members, ...(this.#outputs.devices ?? [])];
    const found = memberIds?.map((id) => known.find(({ memberId }) => memberId === id)) ?? null;
    const chosen = found?.filter((member) => member !== undefined) ?? null;
    if (chosen?.length !== found?.length) return 'DEVICE_NOT_FOUND';
    const devices = chosen?.map(({ memberId, displayName, deviceName }) => ({
      memberId,
      displayName,
      ...(deviceName === undefined ? {} : { deviceName }),
    }));
    this.#outputs = { devices: devices ?? null, fromServerTimeUs: anchorAfter(nowUs, leadTimeMs) };
    const timeline = { ...before, revision: before.revision + 1 };
    return { type: 'timeline', commandId, timeline, leadTimeMs, outputs: this.#outputs };
  }
}
