import type { AddressInfo } from 'node:net';

/** Tells the bench which port a baseline listens on. The baseline ends when the bench does. */
export function announce(address: AddressInfo | string | null): void {
  process.once('disconnect', () => process.exit());
  process.send?.((address as AddressInfo).port);
}
