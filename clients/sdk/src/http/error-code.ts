import type { AuthErrorCode } from '../generated/auth.operations.gen.ts';
import type { GoogleRefusal as RefusalName } from '../generated/auth.types.gen.ts';
import type { MessageProblemCode } from '../generated/listening.types.gen.ts';
import type { MusicErrorCode } from '../generated/music.operations.gen.ts';
import type { NotificationErrorCode } from '../generated/notification.operations.gen.ts';
import type { ClientCode } from './errors.ts';

/** Why Google or the service sent the browser back without a code. */
export type GoogleRefusal = Uppercase<RefusalName>;

/** Every stable `code` of a `DownbeatError`: of the services, of a room's refusals, and the client's own. */
export type ErrorCode =
  AuthErrorCode | MusicErrorCode | NotificationErrorCode | MessageProblemCode | GoogleRefusal | ClientCode;
