import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import { waitFor } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import type { S3Account } from '../../src/config.ts';
import { S3Api } from '../../src/storage/s3-api.ts';
import { S3_LIMITS } from '../../src/storage/s3.ts';

/** `make test` sets it, unless the program cannot be had. */
const program = process.env['TEST_WEED_PATH'];

/** The reason to skip the tests that need an S3 server; false when there is one. */
export const skipS3 = program === undefined && 'SeaweedFS is not on this machine';

const KEYS = { accessKeyId: 'music-key', secretAccessKey: 'music-secret-for-tests' };

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createTcpServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

function argumentsOf(folder: string, ports: readonly number[]): string[] {
  const names = ['master', 'volume', 'filer', 's3'].flatMap((name) => [`${name}.port`, `${name}.port.grpc`]);
  return [
    ...['-logtostderr=true', 'server', `-dir=${folder}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1'],
    ...names.map((name, index) => `-${name}=${ports[index]}`),
    ...['-filer', '-s3', `-s3.config=${join(folder, 's3.json')}`, '-s3.iam=false', '-s3.port.iceberg=0'],
    ...['-master.volumeSizeLimitMB=64', '-volume.max=20', '-volume.minFreeSpace=0'],
    ...['-master.telemetry=false', `-filer.localSocket=${join(folder, 'filer.sock')}`],
  ];
}

/** Starts SeaweedFS with an empty bucket. */
export async function startS3(t: Test): Promise<S3Account> {
  if (program === undefined) throw new Error('SeaweedFS is not on this machine');
  const folder = await mkdtemp(join(tmpdir(), 'downbeat-s3-'));
  const actions = ['Admin', 'Read', 'Write', 'List', 'Tagging'];
  const credentials = [{ accessKey: KEYS.accessKeyId, secretKey: KEYS.secretAccessKey }];
  const identities = [{ name: 'music', credentials, actions }];
  await writeFile(join(folder, 's3.json'), JSON.stringify({ identities }));
  const ports = await freePorts(8);
  const server = spawn(program, argumentsOf(folder, ports), { stdio: 'ignore' });
  t.teardown(async () => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
  });
  const endpoint = `http://127.0.0.1:${ports[6]}`;
  const account = {
    ...KEYS,
    endpoint,
    region: 'us-east-1',
    bucket: `music-${newId()}`,
    forcePathStyle: true,
  };
  // While it starts it holds some requests without an answer.
  const api = new S3Api(account, { ...S3_LIMITS, answerMs: 1_000 });
  const create = async () => {
    await api.send({ method: 'PUT', accepts: [200, 409] }, 1);
    // The volumes come a little later than the front.
    const name = `${newId()}.txt`;
    await api.send({ method: 'PUT', name, body: Buffer.from('x') }, 1);
    await api.send({ method: 'DELETE', name, accepts: [204] }, 1);
    return true;
  };
  await waitFor('the S3 server', () => create().catch(() => false), { timeoutMs: 60_000 });
  return account;
}

/** What a server in front of S3 does with a request in the place of passing it on; undefined to pass it on. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => true | undefined;

/** Puts a server in front that can fail. Signatures stay right, because the name of the host is passed on. */
export async function putInFront(t: Test, account: S3Account) {
  const front: { account: S3Account; fault: Fault; requests: string[] } = {
    account,
    fault: () => undefined,
    requests: [],
  };
  const server = createServer((incoming, response) => {
    front.requests.push(`${incoming.method} ${incoming.url}`);
    if (front.fault(incoming, response)) {
      incoming.resume();
      return;
    }
    const { method = 'GET', headers } = incoming;
    const passed = request(`${account.endpoint}${incoming.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    incoming.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  front.account = { ...account, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return front;
}

/** Answers as S3 answers errors. */
export function refuse(response: ServerResponse, status: number, code: string): true {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
  );
  return true;
}
