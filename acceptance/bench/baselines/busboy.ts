// A server that writes the file of a form to disk by busboy, flushed as music's files are, and nothing else: no hash, no
// look at the bytes.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { announce } from './announce.ts';

const folder = mkdtempSync(join(tmpdir(), 'downbeat-bench-busboy-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit());

const server = createServer((request, response) => {
  const form = busboy({ headers: request.headers });
  form.on('file', (_name, file) => {
    void pipeline(file, createWriteStream(join(folder, 'upload'), { flush: true })).then(() => {
      response.writeHead(201).end();
    });
  });
  request.pipe(form);
});
server.listen(0, '127.0.0.1', () => announce(server.address()));
