import { useSignal } from '@preact/signals';
import type { ComponentChild, FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { useRetry } from '../state/connectivity.ts';
import { Failure, SkeletonRows } from './states.tsx';

type Module = { default: FunctionComponent };

/**
 * A screen whose code is loaded when it is opened for the first time.
 *
 * @param skeleton what is shown until then
 */
export function lazyScreen(
  load: () => Promise<Module>,
  skeleton: ComponentChild = <SkeletonRows />,
): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function LazyScreen() {
    const screen = useSignal<{ Shown: FunctionComponent } | null>(loaded && { Shown: loaded });
    const hasFailed = useSignal(false);
    const begin = (): Promise<unknown> => {
      hasFailed.value = false;
      return load().then(
        (module) => {
          loaded = module.default;
          screen.value = { Shown: loaded };
        },
        () => (hasFailed.value = true),
      );
    };
    useEffect(() => {
      if (screen.value === null) void begin();
    }, []);
    useRetry(() => hasFailed.value && begin());
    if (hasFailed.value)
      return <Failure text="This part of the page could not be loaded." onRetry={() => void begin()} />;
    if (screen.value === null) return <>{skeleton}</>;
    const { Shown } = screen.value;
    return <Shown />;
  };
}
