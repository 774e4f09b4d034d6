import { createContext, createElement, useContext, type ReactElement, type ReactNode } from 'react';
import type { Downbeat } from '../downbeat.ts';

const Context = createContext<Downbeat | null>(null);

/** Gives a client to the hooks of all components within. Create the client outside of components. */
export function DownbeatProvider(props: { client: Downbeat; children?: ReactNode }): ReactElement {
  return createElement(Context.Provider, { value: props.client }, props.children);
}

/** The client of the nearest provider. */
export function useDownbeat(): Downbeat {
  const client = useContext(Context);
  if (client === null)
    throw new Error('useDownbeat() needs a <DownbeatProvider client={downbeat}> around it');
  return client;
}
