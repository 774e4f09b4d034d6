import { commonErrors, defineErrors } from '@downbeat/shared/errors';

/** Every problem that this service answers with. */
export const errors = {
  ...commonErrors,
  ...defineErrors({
    INVALID_CREDENTIALS: { status: 401, title: 'E-mail address or password is wrong' },
    EMAIL_TAKEN: { status: 409, title: 'There is an account with this e-mail address' },
    PASSWORD_REFUSED: { status: 400, title: 'This password is too easy to guess' },
    WRONG_PASSWORD: { status: 400, title: 'The current password is wrong' },
    NO_PASSWORD: { status: 409, title: 'This account has no password yet' },
    ARTIST_NEEDS_APPROVAL: { status: 403, title: 'Artists are admitted by an administrator here' },
    REFRESH_TOKEN_INVALID: { status: 401, title: 'The refresh token is not valid' },
    REFRESH_TOKEN_REUSED: { status: 401, title: 'The refresh token was used before; the session has ended' },
    CODE_INVALID: { status: 400, title: 'The code is wrong or has expired' },
    EMAIL_ALREADY_VERIFIED: { status: 409, title: 'The e-mail address is confirmed already' },
    GOOGLE_NOT_CONFIGURED: { status: 404, title: 'This installation has no Google sign-in' },
    REDIRECT_NOT_ALLOWED: { status: 400, title: 'This redirect address is not on the list' },
    OAUTH_STATE_INVALID: { status: 400, title: 'This sign-in was not begun in this browser, or has ended' },
    OAUTH_CODE_INVALID: { status: 400, title: 'The one-time code is not valid' },
  }),
};

/** The options of a problem with one field of the body. */
export const invalidField = (field: string, message: string) => ({
  errors: [{ in: 'body' as const, field, message }],
});
