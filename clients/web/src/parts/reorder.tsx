import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface Props<T extends { id: string }> {
  label: string;
  items: readonly T[];
  /** The name of an item, for screen readers. */
  nameOf: (item: T) => string;
  render: (item: T, index: number) => ComponentChildren;
  /** Called once after a drag, and at each step by keyboard, with the item that was moved. */
  onOrder: (items: readonly T[], item: T) => void;
  /** Where the list begins, for a part of a longer one. */
  offset?: number;
  /** How long the whole list is. */
  count?: number;
}

/** A list whose items are moved by their grips: by pointer, or by the arrow keys. */
export function Reorder<T extends { id: string }>(props: Props<T>) {
  const { label, items, nameOf, render, offset = 0, count = items.length } = props;
  const list = useRef<HTMLOListElement>(null);
  const said = useSignal('');
  const drag = useDrag(props, list);
  const step = useSteps(props, (item, index) => {
    said.value = `${nameOf(item)} is number ${offset + index + 1} of ${count} now.`;
  });
  return (
    <>
      <ol class="rows" ref={list} aria-label={label}>
        {drag.shown.map((item, index) => (
          <li key={item.id} class={drag.id === item.id ? 'sortable sortable-dragged' : 'sortable'}>
            <Grip
              label={`Move ${nameOf(item)}: number ${offset + index + 1}. Use the arrow keys.`}
              onStep={(by) => step(item, by)}
              onHold={() => drag.hold(item)}
              onMove={drag.move}
              onDrop={drag.drop}
              onCancel={drag.cancel}
            />
            {render(item, index)}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {said.value}
      </p>
    </>
  );
}

/** Moves items by keyboard. */
function useSteps<T extends { id: string }>(
  { items, onOrder }: Pick<Props<T>, 'items' | 'onOrder'>,
  say: (item: T, index: number) => void,
) {
  const focused = useRef<Element | null>(null);
  // A row that is put elsewhere loses the focus, which the next step needs.
  useLayoutEffect(() => {
    if (focused.current?.isConnected) (focused.current as HTMLElement).focus();
    focused.current = null;
  }, [items]);
  return (item: T, by: number): void => {
    const from = items.indexOf(item);
    const to = Math.min(Math.max(from + by, 0), items.length - 1);
    if (to === from) return;
    focused.current = document.activeElement;
    onOrder(moved(items, from, to), item);
    say(item, to);
  };
}

/** Moves items by pointer; the order is reported when the item is dropped. */
function useDrag<T extends { id: string }>(
  { items, onOrder }: Pick<Props<T>, 'items' | 'onOrder'>,
  list: RefObject<HTMLElement>,
) {
  const dragged = useSignal<{ item: T; order: readonly T[] } | null>(null);
  return {
    id: dragged.value?.item.id,
    shown: dragged.value?.order ?? items,
    hold: (item: T): void => {
      dragged.value = { item, order: items };
    },
    move: (y: number): void => {
      if (dragged.value === null) return;
      const { item, order } = dragged.value;
      const from = order.indexOf(item);
      const to = indexAt(list.current, y);
      if (to !== from) dragged.value = { item, order: moved(order, from, to) };
    },
    drop: (): void => {
      const { item, order = [] } = dragged.value ?? {};
      dragged.value = null;
      if (item !== undefined && order.some((each, index) => each !== items[index])) onOrder(order, item);
    },
    cancel: (): void => {
      dragged.value = null;
    },
  };
}

interface GripProps {
  label: string;
  onStep: (by: number) => void;
  onHold: () => void;
  /** @param y where the pointer is, in the window */
  onMove: (y: number) => void;
  onDrop: () => void;
  onCancel: () => void;
}

function Grip({ label, onStep, onHold, onMove, onDrop, onCancel }: GripProps) {
  return (
    <button
      type="button"
      class="icon-button grip"
      aria-label={label}
      onKeyDown={(event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onStep(by);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onHold();
      }}
      onPointerMove={(event) => onMove(event.clientY)}
      onPointerUp={onDrop}
      onPointerCancel={onCancel}
    >
      <Icon name="grip" />
    </button>
  );
}

function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** The index of the row at this height of the window. */
function indexAt(list: HTMLElement | null, y: number): number {
  const rows = [...(list?.children ?? [])].map((row) => row.getBoundingClientRect());
  const index = rows.findIndex(({ bottom }) => y < bottom);
  return index === -1 ? rows.length - 1 : index;
}
