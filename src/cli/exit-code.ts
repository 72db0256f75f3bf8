/** What the process ends with; part of the contract (docs/command-line.md). */
export const ExitCode = {
  /** Nothing at or above the fail level. */
  fine: 0,
  /** Findings at or above the fail level, or a failed apply, drill or expectation. */
  failed: 1,
  /** Wrong usage or configuration, a missing path, no Istio manifest. */
  usage: 2,
  /** A bug of ours. */
  bug: 3,
} as const;
