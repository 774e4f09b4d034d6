/** Everything that the supervisor knows about one program: a backing server, a service, the page. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  /** A function is called at each launch. */
  env: Record<string, string> | (() => Record<string, string>);
  cwd?: string;
  /** One attempt: resolves when the program does its work, throws when it does not (yet). */
  ready: () => Promise<void>;
  readyWithinMs: number;
  stopWithinMs: number;
  /**
   * Files and folders whose change restarts the program. Such a program that exits by itself is not restarted before
   * the next change, because the edit has most likely broken it.
   */
  watch?: string[];
  /** Remove what lives outside of the process, such as a container. */
  beforeStart?: () => Promise<void>;
  afterStop?: () => Promise<void>;
};

/** The environment of a launch that happens now. */
export const envOf = ({ env }: Pick<ProcessSpec, 'env'>): Record<string, string> =>
  typeof env === 'function' ? env() : env;

/** The variables of the shell that any program needs; the page and the mail server have no settings. */
export function baseEnv(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

/** A program does not accept its environment. Another start with the same environment would fail in the same way. */
export class EnvironmentRefused extends Error {}
