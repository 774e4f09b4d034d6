import type { ScrobblingState } from '@downbeat/sdk';
import { countText, fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, tell } from '../../state/notice.ts';
import { useResource } from '../../state/resource.ts';

const changing = createAction();

/** Whether what the user plays is submitted to ListenBrainz. */
export function ListenBrainz() {
  const scrobbling = useResource('scrobbling', async () => (await loadLibrary()).getScrobbling());
  return (
    <section class="section" aria-labelledby="listenbrainz">
      <h2 id="listenbrainz">ListenBrainz</h2>
      <Loaded of={scrobbling} skeleton={<SkeletonRows count={1} />}>
        {(state) => (
          <>
            <State of={state} />
            {state.state !== 'on' && <Connect onChange={() => scrobbling.reload()} />}
            {state.state !== 'off' && <Disconnect onChange={() => scrobbling.reload()} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

function State({ of: { state, userName, waiting } }: { of: ScrobblingState }) {
  if (state === 'off') return <p>What you play can be kept at ListenBrainz, too: enter your user token.</p>;
  const waits = waiting > 0 && <> Waiting to be submitted: {countText(waiting, 'play')}.</>;
  if (state === 'refused')
    return (
      <p class="bad">
        The token of {userName} can no longer be used. Enter the one of the settings at listenbrainz.org.
        {waits}
      </p>
    );
  return (
    <p>
      What you play is submitted as {userName}.{waits}
    </p>
  );
}

function Connect({ onChange }: { onChange: () => Promise<void> }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'token').trim();
    changing.run(async () => {
      await (await loadLibrary()).connectListenBrainz({ token });
      await onChange();
      tell('What you play is submitted to ListenBrainz.');
    });
  };
  return (
    <form class="form-line" onSubmit={submit}>
      <Field
        label="User token"
        name="token"
        type="password"
        required
        maxLength={200}
        autocomplete="off"
        hint="From the settings at listenbrainz.org. It is not shown again."
      />
      <button type="submit" class="button" aria-disabled={changing.busy.value}>
        Connect
      </button>
    </form>
  );
}

function Disconnect({ onChange }: { onChange: () => Promise<void> }) {
  const disconnect = (): void =>
    changing.run(async () => {
      await (await loadLibrary()).disconnectListenBrainz();
      await onChange();
      tell('What you play is no longer submitted to ListenBrainz.');
    });
  return (
    <button type="button" class="button" aria-disabled={changing.busy.value} onClick={disconnect}>
      Disconnect
    </button>
  );
}
