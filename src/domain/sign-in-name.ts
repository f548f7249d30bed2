const SIGN_IN_NAME = /^[a-z0-9][a-z0-9._-]{2,39}$/u;

/** Whether somebody who signs in with a password can have this name: 3 to 40 small letters, digits, dots, dashes, underscores. */
export const isSignInName = (text: string): boolean => SIGN_IN_NAME.test(text);
