/** What a Node program of this run needs of the shell, which is little: the page and the mail server have no settings. */
export function nodeEnv(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

/** Where Node keeps what it has compiled; for programs that write little of that, since all of it is written at exit. */
export function compileCache(): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
}
