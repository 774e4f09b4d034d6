export { assertReply, assertRoutesMatchContract, type Answer } from './contract.ts';
export { closeConnections } from './broker.ts';
export { faultsOf } from './faults.ts';
export { captureLog, type CapturedLog, type LogLine } from './log.ts';
export { testBackends, type TestBackends, type TestBackendOptions } from './backends.ts';
export { reached } from './reached.ts';
export { rabbitApi } from './rabbit-api.ts';
export { waitFor } from './wait-for.ts';
export { type FaultProxy, startFaultProxy } from './proxy.ts';
