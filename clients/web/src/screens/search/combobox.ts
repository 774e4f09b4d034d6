import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect } from 'preact/hooks';

interface Options<T> {
  /** Of the list. */
  id: string;
  options: readonly T[];
  /** The id of the element of an option. */
  idOf: (option: T) => string;
  onChoose: (option: T) => void;
  /** Enter with no option active. */
  onEnter: (text: string) => void;
}

/** A field with a list, by the WAI-ARIA pattern of a combobox: the focus stays in the field, arrows move in the list. */
export function useCombobox<T extends object>({ id, options, idOf, onChoose, onEnter }: Options<T>) {
  const isOpen = useSignal(false);
  // Not its place: in a new list, another option stands there, which was not chosen.
  const activeOption = useSignal<T | undefined>(undefined);
  const shown = isOpen.value ? options : [];
  const index = shown.findIndex((option) => option === activeOption.value);
  const active = shown[index];
  const activeId = active && idOf(active);
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  const setOpen = (open: boolean) => (): void => {
    isOpen.value = open;
    activeOption.value = undefined;
  };
  const close = setOpen(false);
  const choose = (option: T): void => {
    close();
    onChoose(option);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const { key, currentTarget, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    // A key that ends the composition of a character.
    if (isComposing) return;
    // With no list, Escape empties the field, as browsers do.
    if (key === 'Escape' && shown.length > 0) close();
    else if (key === 'Enter' && active !== undefined) choose(active);
    else if (key === 'Enter') {
      close();
      onEnter(currentTarget.value);
    } else if (step !== undefined) {
      isOpen.value = true;
      activeOption.value = options[moved(index, step, options.length)];
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
      'aria-activedescendant': activeId,
      onKeyDown,
      onBlur: close,
    },
  };
}

/** The next place in a round of the options and the field, which is at -1. */
function moved(index: number, step: number, count: number): number {
  const places = count + 1;
  return ((index + 1 + step + places) % places) - 1;
}
