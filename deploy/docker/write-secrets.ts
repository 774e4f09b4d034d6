// Makes the secrets of a Docker run on its first start: `node write-secrets.ts <folder>`. Only root can read all of them.
// Each reader has a folder below, which is a volume that only its own container mounts: a file of variables for each
// service, which Node reads itself, and the passwords of the broker and the demo. Existing secrets stay the same.
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSecrets, serviceSecrets } from '../local/secrets.ts';
import { serviceNames } from '../local/services.ts';

/** The user that the services run as in their image. */
const SERVICE_UID = 1000;
/** The broker's entrypoint reads the password as root, before it changes to the broker's user. */
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
