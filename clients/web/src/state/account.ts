import { Downbeat, webTokenStore, type StoredSession } from '@downbeat/sdk';
import { computed, signal } from '@preact/signals';
import { serviceUrls } from '../config.ts';
import { createAction } from './action.ts';

/** The one client of this page. */
export const downbeat = new Downbeat({ ...(await serviceUrls()), tokenStore: webTokenStore(localStorage) });

const session = signal<StoredSession | null>(downbeat.session.current);
downbeat.session.onChange((changed) => (session.value = changed));

/** Who is signed in, or null. */
export const user = computed(() => session.value?.user ?? null);

/** By whichever way, one at a time. */
export const signingIn = createAction();

/** Ends the session at the service; on this device even where the service is out of reach. */
export async function signOut(): Promise<void> {
  await downbeat.auth.logout().result();
  downbeat.session.forget();
}
