export { closePhases, type Phase, type ShutdownStep } from './phases.ts';
export { runService, type ServiceConfig, type ServiceOptions } from './run-service.ts';
