import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { user } from '../../state/account.ts';
import { opened } from '../../state/room.ts';
import { causeText, loadReceipt, spreadText, type SyncReceipt } from '../../state/sync-receipt.ts';

/** Members report as often. */
const READ_INTERVAL_MS = 5000;

/** Reads the receipt of the room again and again, while it is shown; a failed read leaves the last one. */
function useReceipt(): SyncReceipt | null {
  const receipt = useSignal<SyncReceipt | null>(null);
  const sessionId = opened.value?.session.id;
  useEffect(() => {
    if (sessionId === undefined) return undefined;
    let isShown = true;
    const read = (): void => {
      if (document.visibilityState === 'hidden') return;
      void loadReceipt(sessionId).then(
        (found) => isShown && (receipt.value = found),
        () => undefined,
      );
    };
    read();
    const reading = setInterval(read, READ_INTERVAL_MS);
    return () => {
      isShown = false;
      receipt.value = null;
      clearInterval(reading);
    };
  }, [sessionId]);
  return receipt.value;
}

/** How close all devices of the room are, and which of those that this user may see are not in step. */
export default function Receipt() {
  const receipt = useReceipt();
  if (receipt === null) return null;
  const off = receipt.members.filter(({ cause }) => cause !== null);
  return (
    <section class="sync-receipt" aria-label="Everyone">
      <p>{spreadText(receipt)}</p>
      {off.length > 0 && (
        <ul aria-label="Not in step">
          {off.map((member) => (
            <li key={member.memberId}>
              <strong>{member.userId === user.value?.id ? 'You' : member.displayName}</strong>:{' '}
              {causeText(member)}.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
