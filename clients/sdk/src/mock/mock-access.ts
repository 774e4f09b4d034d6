import { musicExamples } from '../generated/music.examples.gen.ts';
import type {
  RequestToJoin,
  MemberRole,
  Permissions,
  ServerMessage,
  SessionSettings,
  SettingsChange,
} from '../listening/messages.ts';

const presets: Readonly<Record<NonNullable<SessionSettings['preset']>, Permissions>> = {
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
const presetNames = Object.keys(presets) as (keyof typeof presets)[];
const ranks: readonly MemberRole[] = ['guest', 'listener', 'dj', 'coHost', 'owner'];

/** As the service does: a guest's id is a UUID v8. */
const isGuest = (userId: string): boolean => userId[14] === '8';

/** Who may do what in a mock room. The first user who enters owns it. */
export class MockAccess {
  readonly #broadcast: (message: ServerMessage) => void;
  readonly #roles = new Map<string, MemberRole>();
  #ownerId: string | null = null;
  settings: SessionSettings = musicExamples.getSession.data.settings;
  requests: RequestToJoin[] = [];
  inviteCode: string = musicExamples.getSession.data.inviteCode;

  /** @param broadcast to every socket of the client */
  constructor(broadcast: (message: ServerMessage) => void) {
    this.#broadcast = broadcast;
  }

  get ownerId(): string {
    return this.#ownerId ?? musicExamples.getSession.data.ownerId;
  }

  /** Makes a new invite code, and tells it. */
  rotateInviteCode(): { inviteCode: string } {
    this.inviteCode = crypto.randomUUID().slice(0, 8).toUpperCase();
    this.#broadcast({ type: 'inviteCodeChanged', inviteCode: this.inviteCode });
    return { inviteCode: this.inviteCode };
  }

  entered(userId: string): void {
    if (!isGuest(userId)) this.#ownerId ??= userId;
  }

  roleOf(userId: string): MemberRole {
    if (userId === this.ownerId) return 'owner';
    return this.#roles.get(userId) ?? (isGuest(userId) ? 'guest' : 'listener');
  }

  may(userId: string, permission: keyof Permissions): boolean {
    return ranks.indexOf(this.roleOf(userId)) >= ranks.indexOf(this.settings.permissions[permission]);
  }

  get playbackControl(): 'owner' | 'everyone' {
    return this.settings.permissions.playback === 'listener' ? 'everyone' : 'owner';
  }

  get takesGuests(): boolean {
    const { allowsGuests, isLocked, requiresApproval } = this.settings;
    return allowsGuests && !isLocked && !requiresApproval;
  }

  setRole(userId: string, role: MemberRole): void {
    this.#roles.set(userId, role);
    this.#broadcast({ type: 'roleChanged', userId, role: this.roleOf(userId) });
  }

  setOwner(userId: string): void {
    const former = this.ownerId;
    this.#ownerId = userId;
    this.#broadcast({ type: 'hostChanged', ownerId: userId, actingHostId: null });
    this.setRole(userId, 'owner');
    if (former !== userId) this.setRole(former, 'coHost');
  }

  change({ preset, permissions, ...rest }: SettingsChange): SessionSettings {
    const changed = { ...(preset ? presets[preset] : this.settings.permissions), ...permissions };
    const isLike = (name: keyof typeof presets): boolean =>
      JSON.stringify(presets[name]) === JSON.stringify({ ...presets[name], ...changed });
    const named = presetNames.find(isLike) ?? null;
    this.settings = { ...this.settings, ...rest, permissions: changed, preset: named };
    const { settings, playbackControl } = this;
    this.#broadcast({ type: 'settingsChanged', settings, playbackControl });
    return settings;
  }

  addRequest(displayName: string): RequestToJoin {
    const request = { userId: crypto.randomUUID(), displayName, requestedAt: new Date().toISOString() };
    this.requests.push(request);
    this.#broadcast({ type: 'joinRequested', request });
    return request;
  }

  /** @returns the request that is decided, if there is one */
  takeRequest(userId: string): RequestToJoin | undefined {
    const request = this.requests.find((other) => other.userId === userId);
    this.requests = this.requests.filter((other) => other !== request);
    if (request) this.#broadcast({ type: 'joinRequestEnded', userId });
    return request;
  }
}
