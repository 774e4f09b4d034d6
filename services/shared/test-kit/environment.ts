/** A test server's URL from the environment. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: tests need real servers, which \`make test\` starts`);
  return value;
}
