// Types of browsers, which a program for Node compiles without.

/** The instance type of a global class; `never` where the global does not exist. */
type InstanceOf<Name extends string> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }> ? Instance : never;

export type PlayerContext = InstanceOf<'AudioContext'>;
export type PlayerOutput = InstanceOf<'GainNode'>;
export type PlayerElement = InstanceOf<'HTMLAudioElement'>;
