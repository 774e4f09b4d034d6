import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { inviteLink } from '../../addresses.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { attempt, tell } from '../../state/notice.ts';
import { shareRoom } from '../../state/room.ts';

/** Whether the invitation has a column of its own; room.css lays the room out in two from the same width on. */
const wide = matchMedia('(min-width: 1000px)');
export const isWide = signal(wide.matches);
wide.addEventListener('change', () => (isWide.value = wide.matches));

/** The invitation where there is room for it beside the queue. */
export function InvitePanel({ code }: { code: string }) {
  return (
    <section class="invite-panel" aria-labelledby="invite-head">
      <h2 id="invite-head">Listen together</h2>
      <Ways code={code} />
    </section>
  );
}

/** Shows the invitation where it has no room of its own. */
export function InviteButton({ code }: { code: string }) {
  const isShown = useSignal(false);
  return (
    <>
      <button type="button" class="button" onClick={() => (isShown.value = true)}>
        <Icon name="plus" />
        Invite
      </button>
      {isShown.value && (
        <Dialog title="Listen together" onClose={() => (isShown.value = false)}>
          <Ways code={code} />
        </Dialog>
      )}
    </>
  );
}

/** How others come into this room: a picture for a phone's camera, a link, a code to tell. */
function Ways({ code }: { code: string }) {
  useEffect(shareRoom, [code]);
  const link = inviteLink(code);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    tell('The link is copied. Send it to a friend.');
  };
  return (
    <>
      <p class="muted">Scan it, send the link, or tell the code.</p>
      <QrCode text={link} />
      <p class="invite-code">
        <span class="unseen">Invite code </span>
        <output aria-label="Invite code">{code}</output>
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={() => attempt(copy)}>
          <Icon name="link" />
          Copy link
        </button>
        {'share' in navigator && (
          <button type="button" class="button" onClick={() => attempt(() => share(link))}>
            Share
          </button>
        )}
      </div>
    </>
  );
}

/** The system's own way to send something. Closing it is no failure. */
async function share(url: string): Promise<void> {
  await navigator.share({ title: 'Listen with me', url }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  });
}

/** Always dark on light, because cameras need that. */
function QrCode({ text }: { text: string }) {
  const path = useSignal<{ d: string; size: number } | null>(null);
  useEffect(() => {
    import('qr').then(
      ({ default: encode }) => (path.value = squares(encode(text, 'raw', { border: 2, ecc: 'medium' }))),
      // The link and the code say the same.
      () => undefined,
    );
  }, [text]);
  return (
    <div class="qr" role="img" aria-label="QR code of the invite link">
      {path.value !== null && (
        <svg viewBox={`0 0 ${path.value.size} ${path.value.size}`} shape-rendering="crispEdges">
          <path d={path.value.d} />
        </svg>
      )}
    </div>
  );
}

function squares(rows: boolean[][]): { d: string; size: number } {
  const cells = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1Z` : '')));
  return { d: cells.join(''), size: rows.length };
}
