import { defineErrors } from '@downbeat/shared/problem';

/** The problems that only this service answers with. */
export const errors = defineErrors({
  MALFORMED_CURSOR: { status: 400, title: 'This cursor was not written by us' },
});
