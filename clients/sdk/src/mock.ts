// `@downbeat/sdk/mock`: a client without a server, for building and testing an application.
export { MockDownbeat, type MockOptions } from './mock/mock-downbeat.ts';
export type { MockCall, MockServer } from './mock/mock-server.ts';
export type { MockRoom } from './mock/mock-room.ts';
