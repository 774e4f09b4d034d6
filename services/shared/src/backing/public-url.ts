/** A connection string as it may stand in a log or a message: without user, password and options. */
export function publicUrl(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');
}
