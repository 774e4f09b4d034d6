import { type Db, MongoClient, MongoServerError } from 'mongodb';

const notYetInitialized = 94;
const invalidReplicaSetConfig = 93;

async function primary(admin: Db): Promise<boolean> {
  return (await admin.command({ hello: 1 })).isWritablePrimary === true;
}

/** Data of a run on another port still names that port as its only member; the member is renamed by force. */
async function moveTo(admin: Db, host: string): Promise<void> {
  const { config } = (await admin.command({ replSetGetConfig: 1 })) as { config: { version: number } };
  const members = [{ _id: 0, host }];
  await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
}

async function repair(admin: Db, host: string): Promise<void> {
  try {
    const status = await admin.command({ replSetGetStatus: 1 });
    if (status.myState === 10) await moveTo(admin, host);
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (error.code === notYetInitialized) {
      await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
    } else if (error.code === invalidReplicaSetConfig) {
      await moveTo(admin, host);
    } else {
      throw error;
    }
  }
}

/** One attempt: resolves once the server takes writes, initiating or repairing the replica set on the way. */
export async function ensurePrimary(port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    await client.connect();
    const admin = client.db('admin');
    if (await primary(admin)) return;
    await repair(admin, host);
    if (!(await primary(admin))) throw new Error('no primary yet');
  } finally {
    await client.close();
  }
}
