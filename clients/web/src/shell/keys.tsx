import { Dialog } from '../parts/dialog.tsx';
import { areKeysShown, shortcuts } from '../state/shortcuts.ts';

/** The table of keys. */
export function Keys() {
  if (!areKeysShown.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (areKeysShown.value = false)}>
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
