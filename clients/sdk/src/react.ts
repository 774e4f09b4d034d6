'use client';

// `@downbeat/sdk/react`: a provider, and hooks for the sign-in, lists and rooms. It needs React 18 or later. The directive is for
// frameworks with server components (Next.js, app router), where hooks run only in modules that have it.
export { DownbeatProvider, useDownbeat } from './react/provider.ts';
export { useAuth, type Auth } from './react/use-auth.ts';
export { useList, type List } from './react/use-list.ts';
export { useRoom, useRoomPosition, type RoomEntry, type UseRoomOptions } from './react/use-room.ts';
