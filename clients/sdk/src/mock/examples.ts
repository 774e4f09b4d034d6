/** The examples of a service's contract, by operation. Replies without a body have no `data`, nor have bytes and pages. */
export type Examples<Calls extends Record<keyof Calls, { result: unknown }>> = {
  readonly [Id in keyof Calls]?: { readonly status: number; readonly data?: Calls[Id]['result'] };
};
