/** How much a finding matters: an `error` fails the check by default, a `notice` never needs a change. */
export type Severity = 'error' | 'warning' | 'notice';
