import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';

/** The field itself, not one of the options. */
const NONE = -1;

interface Options<T> {
  /** Of the list; its options are named by their index behind it. */
  id: string;
  options: readonly T[];
  onChoose: (option: T) => void;
  /** Enter with no option active. */
  onEnter: (text: string) => void;
}

/** A field with a list, by the WAI-ARIA pattern of a combobox: the focus stays in the field, arrows move in the list. */
export function useCombobox<T>({ id, options, onChoose, onEnter }: Options<T>) {
  const isOpen = useSignal(false);
  const activeIndex = useSignal(NONE);
  const shown = isOpen.value ? options : [];
  const active = shown[activeIndex.value] === undefined ? NONE : activeIndex.value;
  const setOpen = (open: boolean) => (): void => {
    isOpen.value = open;
    activeIndex.value = NONE;
  };
  const close = setOpen(false);
  const choose = (option: T): void => {
    close();
    onChoose(option);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const { key, currentTarget, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const option = shown[active];
    // A key that ends the composition of a character.
    if (isComposing) return;
    // With no list, Escape empties the field, as browsers do.
    if (key === 'Escape' && shown.length > 0) close();
    else if (key === 'Enter' && option !== undefined) choose(option);
    else if (key === 'Enter') {
      close();
      onEnter(currentTarget.value);
    } else if (step !== undefined) {
      isOpen.value = true;
      activeIndex.value = moved(active, step, options.length);
    } else return;
    event.preventDefault();
  };
  return {
    shown,
    active,
    open: setOpen(true),
    choose,
    input: {
      role: 'combobox' as const,
      'aria-autocomplete': 'list' as const,
      'aria-expanded': shown.length > 0,
      'aria-controls': shown.length > 0 ? id : undefined,
      'aria-activedescendant': active === NONE ? undefined : `${id}-${active}`,
      onKeyDown,
      onBlur: close,
    },
  };
}

/** The next place in a round of the options and the field. */
function moved(index: number, step: number, count: number): number {
  const places = count + 1;
  return ((index + 1 + step + places) % places) - 1;
}
