import type { Playlist, PlaylistInvite, PlaylistMember } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { playlistInviteLink } from '../../addresses.ts';
import { fieldOf } from '../../format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { Options } from '../../parts/options.tsx';
import { Face } from '../../parts/people.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { user } from '../../state/account.ts';
import { loadLibrary } from '../../state/music-library.ts';
import { attempt, createAction, tell } from '../../state/notice.ts';
import { useResource, type Resource } from '../../state/resource.ts';

type MemberRole = PlaylistInvite['role'];

/** What each role is called, and what it means. */
const roles = {
  view: ['Listen', 'Sees and plays it'],
  add: ['Add', 'Adds tracks, and removes those'],
  edit: ['Edit', 'Changes all but who is in it'],
} as const satisfies Record<MemberRole, readonly [string, string]>;

const roleNames = { owner: 'owner', edit: 'edits', add: 'adds', view: 'listens' } as const;

interface Props {
  playlist: Playlist;
  onClose: () => void;
}

/** Who is in a playlist, and for its owner how others come into it. */
export function ShareDialog({ playlist, onClose }: Props) {
  return (
    <Dialog title={`Share ${playlist.name}`} onClose={onClose}>
      {playlist.role === 'owner' && <Invites playlistId={playlist.id} />}
      <Members playlist={playlist} />
    </Dialog>
  );
}

async function copyLink({ inviteCode }: PlaylistInvite): Promise<void> {
  await navigator.clipboard.writeText(playlistInviteLink(inviteCode));
  tell('The link is copied. Send it to a friend.');
}

function Invites({ playlistId }: { playlistId: string }) {
  const inviting = useMemo(createAction, []);
  const invites = useResource(`invites ${playlistId}`, async () => {
    const library = await loadLibrary();
    return (await library.listPlaylistInvites({ playlistId })).items;
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    inviting.run(async () => {
      const library = await loadLibrary();
      const role = fieldOf(form, 'role') as MemberRole;
      const invite = await library.createPlaylistInvite({ playlistId, role });
      await invites.reload();
      // Some browsers let a page copy only in the moment of a click.
      await copyLink(invite).catch(() => tell('The link is made. Copy it from its menu below.'));
    });
  };
  return (
    <>
      <form class="form" onSubmit={submit}>
        <Options legend="Who opens the link may" name="role" options={roles} value="add" />
        <button type="submit" class="button button-loud" aria-disabled={inviting.busy.value}>
          Copy a new link
        </button>
      </form>
      <Loaded of={invites} skeleton={<SkeletonRows count={1} />}>
        {(items) => (
          <ul class="members" aria-label="Links">
            {items.map((invite) => (
              <InviteRow
                key={invite.id}
                playlistId={playlistId}
                invite={invite}
                onChange={() => invites.reload()}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

interface InviteRowProps {
  playlistId: string;
  invite: PlaylistInvite;
  onChange: () => Promise<void>;
}

function InviteRow({ playlistId, invite, onChange }: InviteRowProps) {
  const { id: inviteId, inviteCode, role, expiresAt } = invite;
  const withdraw = async (): Promise<void> => {
    const library = await loadLibrary();
    await library.withdrawPlaylistInvite({ playlistId, inviteId });
    await onChange();
  };
  const items: MenuItem[] = [
    { label: 'Copy link', icon: 'link', run: () => attempt(() => copyLink(invite)) },
    { label: 'Withdraw', icon: 'close', isFinal: true, run: () => attempt(withdraw) },
  ];
  return (
    <li class="member">
      <span class="row-text">
        <strong>{inviteCode}</strong>
        <span class="muted">
          {roles[role][0]}, until {day.format(new Date(expiresAt))}
        </span>
      </span>
      <Menu of={`the link ${inviteCode}`} items={() => items} />
    </li>
  );
}

function Members({ playlist }: { playlist: Playlist }) {
  const { id: playlistId } = playlist;
  const members = useResource(`members of ${playlistId}`, async () => {
    const library = await loadLibrary();
    return (await library.listPlaylistMembers({ playlistId })).items;
  });
  return (
    <section aria-labelledby="playlist-members">
      <h3 id="playlist-members">Members</h3>
      <Loaded of={members} skeleton={<SkeletonRows count={2} />}>
        {(items) => (
          <ul class="members" aria-label="Members">
            {items.map((member) => (
              <MemberRow key={member.userId} playlist={playlist} member={member} members={members} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

interface MemberRowProps {
  playlist: Playlist;
  member: PlaylistMember;
  members: Resource<readonly PlaylistMember[]>;
}

function MemberRow({ playlist, member, members }: MemberRowProps) {
  const { userId, displayName, role } = member;
  const name = displayName ?? 'The owner';
  const isSelf = userId === user.value?.id;
  const items = playlist.role === 'owner' && role !== 'owner' ? decisions(playlist.id, member, members) : [];
  return (
    <li class="member">
      <Face id={userId} name={name} />
      <span class="row-text">
        <strong>{name}</strong>
        <span class="muted">{isSelf ? `${roleNames[role]}, you` : roleNames[role]}</span>
      </span>
      {items.length > 0 && <Menu of={name} items={() => items} />}
    </li>
  );
}

/** What the owner may decide about a member. */
function decisions(
  playlistId: string,
  { userId, displayName, role: present }: PlaylistMember,
  members: Resource<readonly PlaylistMember[]>,
): MenuItem[] {
  const decide = (run: () => Promise<unknown>): void =>
    attempt(async () => {
      await run();
      await members.reload();
    });
  const setRole = async (role: MemberRole): Promise<void> => {
    await (await loadLibrary()).setPlaylistMemberRole({ playlistId, userId, role });
  };
  const remove = async (): Promise<void> => {
    await (await loadLibrary()).removePlaylistMember({ playlistId, userId });
    tell(`${displayName ?? 'This person'} is no longer in the playlist.`);
  };
  const others = Object.entries(roles).filter(([role]) => role !== present);
  return [
    ...others.map(([role, [title]]): MenuItem => ({
      label: `Let them ${title.toLowerCase()}`,
      icon: 'person',
      run: () => decide(() => setRole(role as MemberRole)),
    })),
    { label: 'Remove', icon: 'leave', isFinal: true, run: () => decide(remove) },
  ];
}
