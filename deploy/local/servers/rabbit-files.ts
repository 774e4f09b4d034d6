import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from './server.ts';

const loopbackOnly = '-kernel inet_dist_use_interface {127,0,0,1}';
// How long Erlang's schedulers spin before they sleep. By default long, which a laptop's fan would notice; not at all, and
// the boot, which hands thousands of file reads from one to the other, takes 10 s instead of 4.
const briefSpin = '+sbwt very_short +sbwtdcpu none +sbwtdio very_short';

function configText({ ports, rabbit }: RunContext): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.rabbitDashboard}`,
    `default_user = ${rabbit.user}`,
    `default_pass = ${rabbit.password}`,
    'vm_memory_high_watermark.absolute = 1GB',
    'disk_free_limit.absolute = 200MB',
    'log.file = false',
    'log.console = true',
    'log.console.level = warning',
    '',
  ].join('\n');
}

/** Writes the broker's own configuration into its data folder, which has to exist before it starts. */
export function writeRabbitFiles(context: RunContext, dir: string): void {
  for (const sub of ['data', 'log', 'generated']) mkdirSync(join(dir, sub), { recursive: true });
  writeFileSync(join(dir, 'rabbitmq.conf'), configText(context), { mode: 0o600 });
  writeFileSync(join(dir, 'enabled_plugins'), '[rabbitmq_management].\n');
}

/** The variables that keep a broker of ours apart from one that the system may have, down to cookie and node name. */
export function rabbitEnvironment({ ports }: RunContext, dir: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    // Erlang keeps its cookie in HOME; ours must not meet the one of a system's broker.
    HOME: dir,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: 'downbeat@localhost',
    RABBITMQ_MNESIA_BASE: join(dir, 'data'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_CONFIG_FILE: join(dir, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(dir, 'no-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'enabled_plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(dir, 'generated'),
    RABBITMQ_DIST_PORT: String(ports.rabbitDist),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `${loopbackOnly} ${briefSpin}`,
    // Makes the start script become the server, so that its signals and its pid are the server's own.
    RUNNING_UNDER_SYSTEMD: '1',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}
