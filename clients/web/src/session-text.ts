interface Described {
  ownerId: string;
  createdAt: string;
  listening: number | null;
}

/** What tells one session from others of the same name, in words for the user of that id. */
export function sessionText({ ownerId, createdAt, listening }: Described, userId: string): string {
  const opened = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const state = listening === null ? `opened ${opened}` : `you were here, ${presence(listening)}`;
  return ownerId === userId ? `yours · ${state}` : state;
}

function presence(listening: number): string {
  return listening === 0 ? 'nobody is now' : `${listening} listening now`;
}
