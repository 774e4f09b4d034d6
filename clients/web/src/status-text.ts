import type { RoomState } from '@downbeat/sdk';

/** Why nothing may move at the moment, in words for a listener; empty while the socket is open. */
export function statusText({ status, reason }: Pick<RoomState, 'status' | 'reason'>): string {
  const because = reason === null ? '' : `: ${reason}`;
  switch (status) {
    case 'open':
      return '';
    case 'closed':
      return `You are no longer in this session${because}.`;
    case 'connecting':
    case 'waiting':
      return `Connecting again${because}. The music goes on.`;
  }
}
