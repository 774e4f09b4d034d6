import type { Timebase } from '../timebase/timebase.ts';
import type { MessageContext } from './handlers.ts';
import type { Probe } from './types.ts';

/**
 * Answers a probe. The time of sending is read when everything else is written, so that our own work counts as time
 * spent here (RFC 5905, section 8) and not as a longer way back.
 */
export function answerProbe(
  probe: Probe,
  { connection, room, receivedUs }: MessageContext,
  timebase: Timebase,
): void {
  const { epoch } = room.position;
  // While the reference changes, the time could be of one epoch and the label of another: better no answer.
  if (room.reference !== timebase.reference) return;
  const reply = `{"type":"probeReply","probeId":${probe.probeId},"clientSendTimeUs":${probe.clientSendTimeUs},"epoch":${epoch},"serverReceiveTimeUs":${timebase.at(receivedUs)},"serverSendTimeUs":`;
  connection.sendText(`${reply}${timebase.nowUs()}}`);
}
