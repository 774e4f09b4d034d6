// Prints a new pair for MAIL_SEAL_*: the public half is auth's, the private one notification's alone.
import { makeSealKeys } from '@downbeat/shared/seal';

const { publicKey, privateKey } = makeSealKeys();
process.stdout.write(`MAIL_SEAL_PUBLIC_KEY=${publicKey}\nMAIL_SEAL_PRIVATE_KEY=${privateKey}\n`);
