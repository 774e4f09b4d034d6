/** A connection string as it may stand in a log or a message: without user, password and options. */
export function publicUrl(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');
}

/** The sentence of an unknown error; node's AggregateError has an empty one of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}
