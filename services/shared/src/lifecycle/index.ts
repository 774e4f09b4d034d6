export { CommandError, runCommand } from './run-command.ts';
export { runService, type ServiceConfig, type ServiceOptions } from './run-service.ts';
