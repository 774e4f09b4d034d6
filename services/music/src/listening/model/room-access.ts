import { isGuestId } from '@downbeat/shared/ids';
import type {
  RequestToJoin,
  MemberRole,
  PermissionPreset,
  Permissions,
  PlaybackControl,
  SessionSettings,
  SessionVisibility,
  SettingsChange,
} from '../../generated/listening.schemas.gen.ts';

/** A role other than owner, and other than listener, which needs no entry. */
export type AssignedRole = 'coHost' | 'dj';

/** Why a user is not a member any more, or did not become one. */
export type RemovalReason = 'left' | 'removed' | 'banned' | 'refused';

/** A user who must not come back without a new invitation; with the reason `left`, one whose sockets must end. */
export interface Removal {
  readonly userId: string;
  readonly reason: RemovalReason;
  /** The invite code of that time. */
  readonly inviteCode: string;
  /** The version of the access that began with it. */
  readonly version: number;
  /** Of a guest: where it joined from (a hash), for a ban later. Only the record has it. */
  readonly network?: string | undefined;
}

/** Who may do what in a session, as it is stored. Each change has a new version. */
export interface RoomAccess {
  readonly version: number;
  readonly ownerId: string;
  /** Has the owner's permissions while the owner is away; part of the live state only. */
  readonly actingHostId: string | null;
  readonly permissions: Permissions;
  /** By user; who has no entry is a listener, or a guest. */
  readonly roles: Readonly<Record<string, AssignedRole>>;
  readonly isLocked: boolean;
  readonly requiresApproval: boolean;
  /** Of the connected users, how many must vote to skip an item. */
  readonly skipSharePercent: number;
  readonly visibility: SessionVisibility;
  /** Whether those who add to the queue take turns. */
  readonly fairTurns: boolean;
  /** Whether guests can join, and stay. */
  readonly allowsGuests: boolean;
  /** The oldest first. */
  readonly requests: readonly RequestToJoin[];
  /** The latest, each user once; the live state has fewer. */
  readonly removals: readonly Removal[];
}

/** What documents and states of versions before roles have in its place. */
interface EarlierAccess {
  readonly ownerId: string;
  readonly playbackControl?: PlaybackControl | undefined;
}

/** As the Lua scripts have it for what an earlier version has stored. */
const SKIP_SHARE_PERCENT = 50;

/** From the lowest to the highest. */
const ranks: readonly MemberRole[] = ['guest', 'listener', 'dj', 'coHost', 'owner'];

export const presets: Readonly<Record<PermissionPreset, Permissions>> = {
  party: {
    playback: 'listener',
    add: 'listener',
    reorder: 'dj',
    invite: 'listener',
    chat: 'listener',
    vote: 'listener',
  },
  radio: {
    playback: 'coHost',
    add: 'coHost',
    reorder: 'coHost',
    invite: 'listener',
    chat: 'listener',
    vote: 'listener',
  },
  class: {
    playback: 'coHost',
    add: 'dj',
    reorder: 'coHost',
    invite: 'coHost',
    chat: 'listener',
    vote: 'listener',
  },
};

const presetNames = Object.keys(presets) as PermissionPreset[];
const permissionNames = Object.keys(presets.party) as (keyof Permissions)[];

export function isAtLeast(role: MemberRole, least: MemberRole): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(least);
}

export function roleOf({ ownerId, roles }: RoomAccess, userId: string): MemberRole {
  if (userId === ownerId) return 'owner';
  return roles[userId] ?? (isGuestId(userId) ? 'guest' : 'listener');
}

/** The role that counts for managing members: the acting host manages as a co-host does. */
export function managingRole(access: RoomAccess, userId: string): 'owner' | 'coHost' | null {
  const role = roleOf(access, userId);
  if (role === 'owner' || role === 'coHost') return role;
  return access.actingHostId === userId ? 'coHost' : null;
}

/** Whether a guest can join now. */
export function takesGuests({ allowsGuests, isLocked, requiresApproval }: RoomAccess): boolean {
  return allowsGuests && !isLocked && !requiresApproval;
}

export function playbackControlOf({ permissions }: Pick<RoomAccess, 'permissions'>): PlaybackControl {
  return permissions.playback === 'listener' ? 'everyone' : 'owner';
}

export function settingsOf(access: RoomAccess): SessionSettings {
  const { permissions, isLocked, requiresApproval, ...rest } = access;
  const { skipSharePercent, visibility, fairTurns, allowsGuests } = rest;
  const isLike = (name: PermissionPreset) =>
    permissionNames.every((permission) => presets[name][permission] === permissions[permission]);
  const preset = presetNames.find(isLike) ?? null;
  return {
    ...{ permissions, preset, isLocked, requiresApproval },
    ...{ skipSharePercent, visibility, fairTurns, allowsGuests },
  };
}

/** The settings after a change: first the preset, then the single permissions. */
export function withSettings(access: RoomAccess, change: SettingsChange): RoomAccess {
  const { preset, permissions, isLocked, requiresApproval, ...rest } = change;
  const { skipSharePercent, visibility, fairTurns, allowsGuests } = rest;
  return {
    ...access,
    permissions: { ...(preset === undefined ? access.permissions : presets[preset]), ...permissions },
    isLocked: isLocked ?? access.isLocked,
    requiresApproval: requiresApproval ?? access.requiresApproval,
    skipSharePercent: skipSharePercent ?? access.skipSharePercent,
    visibility: visibility ?? access.visibility,
    fairTurns: fairTurns ?? access.fairTurns,
    allowsGuests: allowsGuests ?? access.allowsGuests,
  };
}

/** What earlier versions have stored in part, or not at all. */
type LaterAccess = Pick<
  RoomAccess,
  'permissions' | 'skipSharePercent' | 'visibility' | 'fairTurns' | 'allowsGuests'
>;

/** The access as it is stored. Earlier versions have stored less. */
export type StoredAccess<Access extends LaterAccess = RoomAccess> = Omit<Access, keyof LaterAccess> &
  Partial<Omit<LaterAccess, 'permissions'>> & {
    readonly permissions: Omit<Permissions, 'chat' | 'vote'> & Partial<Pick<Permissions, 'chat' | 'vote'>>;
  };

/** The stored access with what earlier versions have not stored. */
export function accessFrom<Stored extends StoredAccess<LaterAccess>>(stored: Stored) {
  const { skipSharePercent = SKIP_SHARE_PERCENT, visibility = 'private' } = stored;
  const { fairTurns = false, allowsGuests = false } = stored;
  const permissions: Permissions = { chat: 'listener', vote: 'listener', ...stored.permissions };
  return { ...stored, permissions, skipSharePercent, visibility, fairTurns, allowsGuests };
}

/** The access of a session of which only its owner is known, and who may control playback. */
export function initialAccess({ ownerId, playbackControl = 'owner' }: EarlierAccess): RoomAccess {
  return {
    version: 0,
    ownerId,
    actingHostId: null,
    permissions: presets[playbackControl === 'everyone' ? 'party' : 'radio'],
    roles: {},
    isLocked: false,
    requiresApproval: false,
    skipSharePercent: SKIP_SHARE_PERCENT,
    visibility: 'private',
    fairTurns: false,
    allowsGuests: false,
    requests: [],
    removals: [],
  };
}
