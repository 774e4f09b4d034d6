import { createAction, tell } from '../../state/notice.ts';
import { useResource } from '../../state/resource.ts';
import { opened } from '../../state/room.ts';

const lifting = createAction();

/** Who is banned from the room; nothing while no one is. */
export function Bans() {
  const open = opened.value;
  const bans = useResource(`bans ${open?.session.id}`, async () => (await open?.room.members.bans()) ?? []);
  if (open === null || bans.data.value === null || bans.data.value.length === 0) return null;
  const lift = (userId: string, name: string): void =>
    lifting.run(async () => {
      await open.room.members.unban(userId);
      await bans.reload();
      tell(`${name} may join again with an invitation.`);
    });
  return (
    <section class="rules" aria-labelledby="rules-bans">
      <h3 id="rules-bans">Banned</h3>
      <ul class="rules">
        {bans.data.value.map(({ userId, displayName }) => (
          <li key={userId} class="request">
            <strong class="request-name">{displayName ?? 'Someone without a name'}</strong>
            <button
              type="button"
              class="button"
              aria-label={`Lift the ban of ${displayName}`}
              aria-disabled={lifting.busy.value}
              onClick={() => lift(userId, displayName ?? 'This person')}
            >
              Lift the ban
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
