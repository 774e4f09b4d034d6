export { Alarm } from './alarm.ts';
export { contribute } from './contribute.ts';
export type { Dependency } from './dependency.ts';
export { DeadlineError, withDeadline } from './deadline.ts';
export { type Log, silentLog } from './log.ts';
export { publicUrl } from './public-url.ts';
export { reasonOf } from './reason.ts';
