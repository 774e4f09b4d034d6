import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface Props<T extends { id: string }> {
  label: string;
  items: readonly T[];
  /** The name of an item, for screen readers. */
  nameOf: (item: T) => string;
  render: (item: T, index: number) => ComponentChildren;
  /** Called once after a drag, and at each step by keyboard. */
  onOrder: (items: readonly T[]) => void;
}

/** A list whose items are moved by their grips: by pointer, or by the arrow keys. */
export function Reorder<T extends { id: string }>({ label, items, nameOf, render, onOrder }: Props<T>) {
  const list = useRef<HTMLOListElement>(null);
  const said = useSignal('');
  /** The order while an item is dragged. */
  const dragged = useSignal<{ id: string; items: readonly T[] } | null>(null);
  const shown = dragged.value?.items ?? items;

  const step = (item: T, by: number): void => {
    const from = items.indexOf(item);
    const to = Math.min(Math.max(from + by, 0), items.length - 1);
    if (to === from) return;
    onOrder(moved(items, from, to));
    said.value = `${nameOf(item)} is number ${to + 1} of ${items.length} now.`;
  };
  const drag = (y: number): void => {
    if (dragged.value === null) return;
    const { id, items: order } = dragged.value;
    const from = order.findIndex((item) => item.id === id);
    const to = indexAt(list.current, y);
    if (to !== from) dragged.value = { id, items: moved(order, from, to) };
  };
  const drop = (): void => {
    const order = dragged.value?.items;
    dragged.value = null;
    if (order !== undefined && order.some((item, index) => item !== items[index])) onOrder(order);
  };

  return (
    <>
      <ol class="rows" ref={list} aria-label={label}>
        {shown.map((item, index) => (
          <li key={item.id} class={dragged.value?.id === item.id ? 'sortable sortable-dragged' : 'sortable'}>
            <Grip
              label={`Move ${nameOf(item)}: number ${index + 1}. Use the arrow keys.`}
              onStep={(by) => step(item, by)}
              onHold={() => (dragged.value = { id: item.id, items })}
              onMove={drag}
              onDrop={drop}
              onCancel={() => (dragged.value = null)}
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
