import type { Config } from './config.ts';
import type { Argon2Cost } from './passwords/phc.ts';
import type { SessionLife } from './sessions/issue.ts';
import type { ThrottleRules } from './throttle/failures.ts';
import type { CodeRules } from './verification/issue-code.ts';

/** The environment's variables as each feature wants its own. */
export const argon2CostOf = (config: Config): Argon2Cost => ({
  memoryKiB: config.ARGON2_MEMORY_KIB,
  passes: config.ARGON2_PASSES,
  lanes: config.ARGON2_LANES,
});

export const sessionLifeOf = (config: Config): SessionLife => ({
  idleDays: config.SESSION_IDLE_DAYS,
  absoluteDays: config.SESSION_ABSOLUTE_DAYS,
});

export const codeRulesOf = (config: Config): CodeRules => ({
  lifeMinutes: config.CODE_MINUTES,
  attempts: config.CODE_ATTEMPTS,
  resendSeconds: config.CODE_RESEND_SECONDS,
  perHour: config.CODES_PER_HOUR,
});

export const throttleRulesOf = (config: Config): ThrottleRules => ({
  freeFailures: config.THROTTLE_FREE_FAILURES,
  firstWaitMs: config.THROTTLE_FIRST_WAIT_MS,
  maxWaitMs: config.THROTTLE_MAX_WAIT_MS,
  addressFailures: config.THROTTLE_ADDRESS_FAILURES,
  addressWindowMs: config.THROTTLE_ADDRESS_WINDOW_MS,
});
