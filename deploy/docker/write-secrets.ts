// Makes the secrets of a Docker run on its first start: `node write-secrets.ts <folder>`. One file of variables for each
// service, which Node reads itself, and the broker's password. What is there already stays as it is.
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '../local/env.ts';
import { loadSecrets } from '../local/secrets.ts';
import { serviceSecrets } from '../local/service-secrets.ts';

/** The user that the services run as in their image. */
const SERVICE_UID = 1000;

const [folder = '/secrets'] = process.argv.slice(2);
const secrets = loadSecrets(join(folder, 'secrets.json'));

function write(name: string, text: string): void {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o400 });
  chownSync(path, SERVICE_UID, SERVICE_UID);
}

for (const service of serviceNames) {
  const variables = {
    ...serviceSecrets(service, secrets),
    AMQP_URL: `amqp://downbeat:${secrets.rabbitPassword}@rabbitmq:5672`,
  };
  write(
    `${service}.env`,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}
write('rabbitmq-password', secrets.rabbitPassword);
write('demo-password', secrets.demoPassword);
// The folder opens for the services' user, its files each for their reader.
chmodSync(folder, 0o755);
