import { rabbitApi } from './rabbit-api.ts';
import { waitFor } from './wait-for.ts';

interface ListedConnection {
  name: string;
  vhost: string;
}

/** Makes the broker close every connection of a virtual host, as an operator does from the dashboard. */
export async function closeConnections(vhost: string): Promise<void> {
  // The broker updates this list only every few seconds.
  const open = await waitFor('a connection to close', async () => {
    const all = (await rabbitApi('GET', 'connections')) as ListedConnection[];
    const ours = all.filter((connection) => connection.vhost === vhost);
    return ours.length > 0 && ours;
  });
  for (const { name } of open) await rabbitApi('DELETE', `connections/${encodeURIComponent(name)}`);
}
