import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { shortcutOf, shortcuts } from '../state/shortcuts.ts';

/** Listens for the keys of the table, and shows it at `?`. */
export function Shortcuts() {
  const isShown = useSignal(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isHelp = event.key === '?' && !(event.target instanceof HTMLInputElement);
      const run = isHelp ? () => (isShown.value = !isShown.value) : shortcutOf(event)?.run;
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  if (!isShown.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (isShown.value = false)}>
      <dl class="keys">
        {[...shortcuts, { key: '?', does: 'This list' }].map(({ key, does, ...rest }) => (
          <div key={key}>
            <dt>
              <kbd>{'shown' in rest ? rest.shown : key.toUpperCase()}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
