/** What the supervisor needs to know to run one program: a backing server, a service, the page. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** One attempt: resolves when the program does its work, throws when it does not (yet). */
  ready: () => Promise<void>;
  readyWithinMs: number;
  stopWithinMs: number;
  /**
   * Folders of which a changed file restarts the program. One that dies by itself is then left until the next change:
   * it has just been edited.
   */
  watch?: string[];
  /** Programs that keep something alive outside of their process (a container) take it away here. */
  beforeStart?: () => Promise<void>;
  afterStop?: () => Promise<void>;
};
