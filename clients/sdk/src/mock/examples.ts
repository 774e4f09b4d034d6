/**
 * The examples of a service's contract, by operation. Replies without a body have no `data`, nor have bytes and pages.
 * `numbers` are inputs in the path, the query or a form, which are sent as text.
 */
export type Examples<Calls extends Record<keyof Calls, { result: unknown }>> = {
  readonly [Id in keyof Calls]?: {
    readonly status: number;
    readonly data?: Calls[Id]['result'];
    readonly numbers?: readonly string[];
  };
};
