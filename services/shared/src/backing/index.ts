export { Alarm } from './alarm.ts';
export { contribute } from './contribute.ts';
export type { Dependency } from '../http/types.ts';
export { DeadlineError, withDeadline } from './deadline.ts';
export { type Log, silentLog } from './log.ts';
export { publicUrl, reasonOf } from './messages.ts';
