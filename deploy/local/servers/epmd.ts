import { connectTcp } from '../probes.ts';
import type { ProcessSpec } from './server.ts';

/** Erlang's port mapper, in the foreground: started by RabbitMQ itself it would detach and outlive everything. */
export function epmdProcess(port: number): ProcessSpec {
  return {
    name: 'epmd',
    command: 'epmd',
    args: ['-address', '127.0.0.1', '-port', String(port), '-relaxed_command_check'],
    env: { PATH: process.env.PATH ?? '' },
    ready: () => connectTcp(port),
    readyWithinMs: 60_000,
    stopWithinMs: 2_000,
  };
}
