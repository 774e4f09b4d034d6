import type { FurtherChange } from './session-repository.ts';

/** What MongoDB's `$pull` takes out of a session with a change of its access. */
export function pulledBy({ removedMember, endsGuests, ban, unbanned }: FurtherChange): object {
  return {
    ...(removedMember !== undefined && { members: { userId: removedMember } }),
    ...(ban?.network !== undefined && { members: { network: ban.network } }),
    ...(endsGuests === true && { members: { guestUntil: { $exists: true } } }),
    ...(unbanned !== undefined && { bans: { userId: unbanned } }),
  };
}
