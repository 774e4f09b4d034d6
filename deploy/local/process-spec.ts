import type { Watched } from './watch.ts';

/** What the supervisor needs to know to run one program: a backing server, a service, the page. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  /** A function is asked at each launch. */
  env: Record<string, string> | (() => Record<string, string>);
  cwd?: string;
  /** One attempt: resolves when the program does its work, throws when it does not (yet). */
  ready: () => Promise<void>;
  readyWithinMs: number;
  stopWithinMs: number;
  /**
   * A changed file of these restarts the program. One that dies by itself is then left until the next change: it has
   * just been edited.
   */
  watch?: Watched;
  /** Programs that keep something alive outside of their process (a container) take it away here. */
  beforeStart?: () => Promise<void>;
  afterStop?: () => Promise<void>;
};

/** The environment of a launch that happens now. */
export const envOf = ({ env }: Pick<ProcessSpec, 'env'>): Record<string, string> =>
  typeof env === 'function' ? env() : env;
