import t from 'tap';
import { migrations } from '../src/migrations.ts';
import { build } from './kit/build.ts';

const { app } = await build(t);

t.test('renames the field address of stored entries to ip, and can be repeated', async (t) => {
  const { db } = app.mongo;
  const rename = migrations.find(({ name }) => name === '0001-rename-address-to-ip');
  for (const name of ['audit', 'sessions']) {
    const rows = db.collection<{ _id: string; address?: string; ip?: string }>(name);
    await rows.insertMany([
      { _id: 'old', address: '192.0.2.1' },
      { _id: 'new', ip: '192.0.2.2' },
    ]);
    for (let run = 0; run < 2; run += 1) await rename?.up(db);
    t.strictSame(await rows.find().sort({ _id: -1 }).toArray(), [
      { _id: 'old', ip: '192.0.2.1' },
      { _id: 'new', ip: '192.0.2.2' },
    ]);
  }
});
