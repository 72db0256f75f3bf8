/**
 * Something the user can mend: wrong usage, wrong configuration, a path that is not there.
 * The command line prints the message without a stack trace and exits with 2.
 */
export class UserError extends Error {
  override name = 'UserError';
}
