// Prints a new key pair for MAIL_SEAL_*. Auth gets the public key; only notification gets the private one.
import { makeSealKeys } from '@downbeat/shared/seal-keys';

const { publicKey, privateKey } = makeSealKeys();
process.stdout.write(`MAIL_SEAL_PUBLIC_KEY=${publicKey}\nMAIL_SEAL_PRIVATE_KEY=${privateKey}\n`);
