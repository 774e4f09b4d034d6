declare const unit: unique symbol;

/** An instant on some clock, or a duration, in microseconds. */
export type Microseconds = number & { readonly [unit]: 'microseconds' };

/** A duration or a position in a track, in milliseconds. */
export type Milliseconds = number & { readonly [unit]: 'milliseconds' };

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, got ${String(value)}`);
  return value;
}

/**
 * Brands a plain number that is known to be in microseconds.
 * @throws RangeError when it is not finite.
 */
export function microseconds(value: number): Microseconds {
  return finite(value, 'microseconds') as Microseconds;
}

/**
 * Brands a plain number that is known to be in milliseconds.
 * @throws RangeError when it is not finite.
 */
export function milliseconds(value: number): Milliseconds {
  return finite(value, 'milliseconds') as Milliseconds;
}

/** Converts milliseconds to microseconds. */
export function msToUs(value: Milliseconds): Microseconds {
  return microseconds(value * 1000);
}

/** Converts microseconds to milliseconds. */
export function usToMs(value: Microseconds): Milliseconds {
  return milliseconds(value / 1000);
}
