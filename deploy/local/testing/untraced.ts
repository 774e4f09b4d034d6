// tap preloads this into each test file (see .taprc). For its coverage the tap CLI traces the modules of a test file and
// every Node process that it starts. Coverage is off, the tracing doubles the time of a file that loads many modules, and
// the services under test must start as they do in production. So the tracer's module hooks are not installed.
import module from 'node:module';

module.registerHooks = () => ({ deregister: () => undefined });
const { NODE_OPTIONS = '' } = process.env;
process.env.NODE_OPTIONS = NODE_OPTIONS.replace(/"?--import=\S+processinfo\S+/, '').trim();
