import { rabbitApi } from './rabbit-api.ts';
import { waitFor } from './wait-for.ts';

interface ListedConnection {
  name: string;
  vhost: string;
}

/** False when the connection was closed already: the broker updates its list only every few seconds. */
async function close(name: string): Promise<boolean> {
  try {
    await rabbitApi('DELETE', `connections/${encodeURIComponent(name)}`);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes(' answered 404')) return false;
    throw error;
  }
}

/** Makes the broker close every connection of a virtual host, as an operator does from the dashboard. */
export async function closeConnections(vhost: string): Promise<void> {
  await waitFor('a connection to close', async () => {
    const all = (await rabbitApi('GET', 'connections')) as ListedConnection[];
    const ours = all.filter((connection) => connection.vhost === vhost);
    const closed = await Promise.all(ours.map(({ name }) => close(name)));
    return closed.includes(true);
  });
}
