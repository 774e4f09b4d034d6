// Makes the secrets of a Docker run on its first start: `node write-secrets.ts <folder>`. The whole of them stays with
// root; each reader has a folder of its own below, a volume that nobody else is given: one file of variables for each
// service, which Node reads itself, and the passwords of the broker and the demo. What is known already stays the same.
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '../local/env.ts';
import { loadSecrets } from '../local/secrets.ts';
import { serviceSecrets } from '../local/service-secrets.ts';

/** The user that the services run as in their image. */
const SERVICE_UID = 1000;
/** The broker's entrypoint reads its password before it becomes the broker's own user. */
const ROOT_UID = 0;

const [folder = '/secrets'] = process.argv.slice(2);
const secrets = loadSecrets(join(folder, 'secrets.json'));
chmodSync(folder, 0o700);

function give(reader: string, uid: number, name: string, text: string): void {
  const own = join(folder, reader);
  const path = join(own, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(path, text, { mode: 0o400 });
  for (const each of [path, own]) chownSync(each, uid, uid);
  chmodSync(own, 0o500);
}

for (const service of serviceNames) {
  const variables = {
    ...serviceSecrets(service, secrets),
    AMQP_URL: `amqp://downbeat:${secrets.rabbitPassword}@rabbitmq:5672`,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  give(service, SERVICE_UID, `${service}.env`, lines.join(''));
}
give('rabbitmq', ROOT_UID, 'password', secrets.rabbitPassword);
give('demo', SERVICE_UID, 'password', secrets.demoPassword);
