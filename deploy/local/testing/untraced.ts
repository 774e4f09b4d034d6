// tap preloads this into each test file (see .taprc). For its coverage the tap CLI traces every Node process that a test
// starts. The services under test must start as they do in production, so the tracer is switched off.
process.env.__TAPJS_PROCESSINFO_TESTING_NO_REGISTER__ = String(process.pid);
const { NODE_OPTIONS = '' } = process.env;
process.env.NODE_OPTIONS = NODE_OPTIONS.replace(/"?--import=\S+processinfo\S+/, '').trim();
