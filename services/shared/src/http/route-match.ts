/** As the router reads it: `/%61` is `/a`. What cannot be decoded matches no literal part. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether a path is one of a route's, e.g. `/rooms/1` of `/rooms/:id`. */
export function fits(route: string, path: string): boolean {
  const [wanted, found] = [route.split('/'), path.split('/')];
  return (
    wanted.length === found.length &&
    wanted.every((part, index) => part.startsWith(':') || part === decoded(found[index] ?? ''))
  );
}
