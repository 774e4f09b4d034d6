import type { RoomState } from '@downbeat/sdk';
import { useEffect } from 'preact/hooks';
import { holders } from '../../permissions.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Switch } from '../../parts/switch.tsx';
import { areRulesShown, deciding, renewInviteCode, setRules } from '../../state/management.ts';
import { roomState } from '../../state/room.ts';
import { Bans } from './bans.tsx';
import '../../style/options.css';

type Settings = NonNullable<RoomState['settings']>;
type Permission = keyof Settings['permissions'];

const presets = [
  ['party', 'Party', 'Everyone plays and adds tracks. DJs, too, set the order.'],
  ['radio', 'Radio', 'The owner and co-hosts choose the music, all others listen.'],
  ['class', 'Class', 'The owner and co-hosts play and invite. DJs add tracks.'],
] as const;

interface PermissionWords {
  name: Permission;
  all: string;
  /** For DJs, when it is not for all; undefined when that makes no sense. */
  djs?: string;
  /** For guests, when it is for all; undefined when it never is for guests. */
  guests?: string;
}

const permissions: readonly PermissionWords[] = [
  { name: 'playback', all: 'Everyone plays, pauses and skips', djs: 'DJs play, pause and skip' },
  { name: 'add', all: 'Everyone adds tracks', djs: 'DJs add tracks' },
  { name: 'reorder', all: 'Everyone changes the order', djs: 'DJs change the order' },
  { name: 'invite', all: 'Everyone invites' },
  {
    name: 'chat',
    all: 'Everyone writes in the chat',
    djs: 'DJs write in the chat',
    guests: 'Guests write, too',
  },
  { name: 'vote', all: 'Everyone votes to skip', djs: 'DJs vote to skip', guests: 'Guests vote, too' },
];

const close = (): void => {
  areRulesShown.value = false;
};

/** The rules of the room, for its owner and co-hosts: in one sheet, in words, each with effect at once. */
export default function Rules() {
  const settings = roomState.value?.settings;
  // Also when the room is left, or the role is lost.
  useEffect(() => close, []);
  if (settings === undefined || settings === null) return null;
  return (
    <Dialog title="Rules of this room" onClose={close}>
      <Presets preset={settings.preset} />
      <section class="rules" aria-labelledby="rules-who">
        <h3 id="rules-who">Who may do what</h3>
        {permissions.map((permission) => (
          <PermissionSwitches key={permission.name} {...permission} settings={settings} />
        ))}
      </section>
      <section class="rules" aria-labelledby="rules-queue">
        <h3 id="rules-queue">The queue</h3>
        <Switch
          label="Take turns"
          hint="Who adds many tracks does not make the others wait. Moving tracks by hand still counts."
          checked={settings.fairTurns}
          onChange={(isOn) => setRules({ fairTurns: isOn })}
        />
      </section>
      <SkipShare percent={settings.skipSharePercent} />
      <Door settings={settings} />
      <Bans />
    </Dialog>
  );
}

function Presets({ preset }: Pick<Settings, 'preset'>) {
  return (
    <fieldset class="options options-rows">
      <legend class="field-label">
        {preset === null ? 'The rules are your own mix. Or take one of these:' : 'What kind of room is it?'}
      </legend>
      {presets.map(([name, title, text]) => (
        <label key={name} class="option">
          <input
            type="radio"
            name="preset"
            checked={preset === name}
            onChange={() => setRules({ preset: name })}
          />
          <span>
            <strong>{title}</strong>
            <span class="muted">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function PermissionSwitches({ name, all, djs, guests, settings }: PermissionWords & { settings: Settings }) {
  const lowest = settings.permissions[name];
  const isForAll = lowest === 'listener' || lowest === 'guest';
  const set = (role: typeof lowest): void => setRules({ permissions: { [name]: role } });
  return (
    <>
      <Switch
        label={all}
        hint={isForAll ? undefined : `Now: ${holders[lowest]}`}
        checked={isForAll}
        onChange={(isOn) => set(isOn ? 'listener' : 'coHost')}
      />
      {guests !== undefined && isForAll && settings.allowsGuests && (
        <div class="rules-part">
          <Switch
            label={guests}
            checked={lowest === 'guest'}
            onChange={(isOn) => set(isOn ? 'guest' : 'listener')}
          />
        </div>
      )}
      {djs !== undefined && !isForAll && (
        <div class="rules-part">
          <Switch label={djs} checked={lowest === 'dj'} onChange={(isOn) => set(isOn ? 'dj' : 'coHost')} />
        </div>
      )}
    </>
  );
}

/** The shares that are offered; the service takes others too. */
const shares = [
  [25, 'A quarter'],
  [50, 'Half'],
  [75, 'Three quarters'],
  [100, 'All'],
] as const;

/** How many must vote to skip a track. */
function SkipShare({ percent }: { percent: number }) {
  const isOther = shares.every(([share]) => share !== percent);
  return (
    <fieldset class="options">
      <legend class="field-label">
        {isOther
          ? `Votes of ${percent} % of those here skip a track. Or choose:`
          : 'Who must vote to skip a track'}
      </legend>
      {shares.map(([share, text]) => (
        <label key={share} class="option">
          <input
            type="radio"
            name="skip-share"
            checked={share === percent}
            onChange={() => setRules({ skipSharePercent: share })}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Who comes in. */
function Door({ settings }: { settings: Settings }) {
  const { requiresApproval, isLocked, visibility, allowsGuests } = settings;
  return (
    <section class="rules" aria-labelledby="rules-door">
      <h3 id="rules-door">Who comes in</h3>
      <Switch
        label="Open to everyone"
        hint="All who are signed in find this room and join without a code."
        checked={visibility === 'public'}
        onChange={(isOn) => setRules({ visibility: isOn ? 'public' : 'private' })}
      />
      <Switch
        label="Let guests in"
        hint={
          allowsGuests && requiresApproval
            ? 'Not while you are asked before someone joins.'
            : 'Who has the code listens without an account.'
        }
        checked={allowsGuests}
        onChange={(isOn) => setRules({ allowsGuests: isOn })}
      />
      <Switch
        label="Ask before someone joins"
        hint="The owner or a co-host accepts or refuses."
        checked={requiresApproval}
        onChange={(isOn) => setRules({ requiresApproval: isOn })}
      />
      <Switch
        label="Lock the room"
        hint="No one new comes in, not even with the code."
        checked={isLocked}
        onChange={(isOn) => setRules({ isLocked: isOn })}
      />
      <button type="button" class="button" aria-disabled={deciding.busy.value} onClick={renewInviteCode}>
        New invite code
      </button>
    </section>
  );
}
