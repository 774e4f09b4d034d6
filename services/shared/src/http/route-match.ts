/** Whether a path is one of a route's, e.g. `/rooms/1` of `/rooms/:id`. */
export function fits(route: string, path: string): boolean {
  const [wanted, found] = [route.split('/'), path.split('/')];
  return (
    wanted.length === found.length &&
    wanted.every((part, index) => part.startsWith(':') || part === found[index])
  );
}
