// nginx with one worker, as the services have one process each, that sends the files of a folder. `nginx.ts FOLDER`
// With `nginx.ts FOLDER MUSIC_URL` it is the gateway in front of music, which names the files of FOLDER for it to send.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import { announce } from './announce.ts';

/** A port that is free now; nginx can't take one by itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const [files = '', music] = process.argv.slice(2);
const storedFiles = join(import.meta.dirname, '../../../deploy/gateway/stored-files.conf');
const gateway = `location / {
      proxy_pass http://music;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
    location /stored-files/ {
      include ${storedFiles};
      alias ${files}/;
    }`;
const upstream = `upstream music {
    server ${music?.replace('http://', '') ?? ''};
    keepalive 32;
    keepalive_requests 1000000;
  }`;

const folder = mkdtempSync(join(tmpdir(), 'downbeat-bench-nginx-'));
const port = await freePort();
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
  (kind) => `${kind}_temp_path ${folder}/${kind};`,
);
writeFileSync(
  join(folder, 'nginx.conf'),
  `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  ${temporary.join('\n  ')}
  ${music === undefined ? '' : upstream}
  server {
    listen 127.0.0.1:${port};
    ${music === undefined ? `root ${files};` : gateway}
  }
}
`,
);
const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
const end = (): boolean => nginx.kill();
process.once('SIGTERM', end).once('disconnect', end);
nginx.once('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
const answers = (): Promise<unknown> => fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' });
await poll(answers, { withinMs: 10_000, what: 'nginx' });
announce({ address: '127.0.0.1', family: 'IPv4', port });
