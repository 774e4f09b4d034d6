import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { isOwner } from '../../permissions.ts';
import { Icon } from '../../parts/icon.tsx';
import { lazyScreen } from '../../parts/lazy.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { ask } from '../../state/ask.ts';
import { areRulesShown } from '../../state/management.ts';
import { can, commanding, endSession, leave, roomState } from '../../state/room.ts';
import { InviteButton, isWide } from './invite-panel.tsx';

const Rules = lazyScreen(() => import('./rules.tsx'), null);

/** What can be done with the room as a whole, beside its title. */
export function Actions({ sessionId, code }: { sessionId: string; code: string }) {
  const [, navigate] = useLocation();
  const isMine = roomState.value !== null && isOwner(roomState.value);
  const end = (): void =>
    commanding.run(async () => {
      const text = 'The music stops for all members, and the link leads nowhere afterwards.';
      if (!(await ask({ title: 'End this room for all?', text, yes: 'End for all', isFinal: true }))) return;
      await endSession(sessionId);
      navigate(addresses.rooms);
      void import('../../state/sync-receipt.ts').then(({ tellSummary }) => tellSummary(sessionId));
    });
  const items: MenuItem[] = [
    ...(can('manage')
      ? [{ label: 'Rules', icon: 'rules', run: () => (areRulesShown.value = true) } satisfies MenuItem]
      : []),
    ...(isMine ? [{ label: 'End for all', icon: 'trash', isFinal: true, run: end } satisfies MenuItem] : []),
  ];
  return (
    <div class="actions">
      {!isWide.value && code !== '' && <InviteButton code={code} />}
      <button
        type="button"
        class="button"
        onClick={() => {
          leave();
          navigate(addresses.rooms);
        }}
      >
        <Icon name="leave" />
        Leave
      </button>
      {items.length > 0 && <Menu of="this room" items={() => items} />}
      {areRulesShown.value && can('manage') && <Rules />}
    </div>
  );
}
