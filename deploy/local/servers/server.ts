import type { Ports } from '../ports.ts';
import type { ProcessSpec } from '../process-spec.ts';
import type { Launch, Source } from '../sources/source.ts';

/** What a backing server needs to know about the run that it belongs to. */
export type RunContext = {
  dataDir: string;
  ports: Ports;
  rabbit: { user: string; password: string };
};

/** A server that the services stand on: where it can come from, and how it is started once it is here. */
export type BackingServer = {
  name: 'mongo' | 'redis' | 'rabbitmq';
  title: string;
  /** The variable that names one which runs already; then none is started. */
  givenBy: string;
  sources: Source[];
  processes: (launch: Launch, context: RunContext) => ProcessSpec[];
};

export type { Launch, ProcessSpec };
