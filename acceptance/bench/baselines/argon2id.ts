// Argon2id alone, as many hashes at once as auth makes; sends the hashes per second.
// `argon2id.ts MEMORY_KIB PASSES LANES SECONDS`
import { argon2, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const derive = promisify(argon2);
const [memory = 0, passes = 0, parallelism = 0, seconds = 0] = process.argv.slice(2).map(Number);
const message = Buffer.from('a long walk at dusk 7');

const beganMs = performance.now();
const untilMs = beganMs + seconds * 1000;
let hashes = 0;

async function hashUntilEnd(): Promise<void> {
  while (performance.now() < untilMs) {
    await derive('argon2id', { message, nonce: randomBytes(16), memory, passes, parallelism, tagLength: 32 });
    hashes += 1;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, hashUntilEnd));
process.send?.(hashes / ((performance.now() - beganMs) / 1000));
