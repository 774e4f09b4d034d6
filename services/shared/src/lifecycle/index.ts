export { runService, type ServiceConfig, type ServiceOptions } from './run-service.ts';
