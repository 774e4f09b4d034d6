/** From the way to Google to the way back. */
export const SIGN_IN_SECONDS = 600;
/** From Google's answer to the client's exchange. */
export const EXCHANGE_CODE_SECONDS = 60;
