/** What the settings of a drill are called where it was started: options of the command line, or inputs of the Action. */
export interface DrillTerms {
  /** What makes it look and change nothing. */
  dryRun: string;
  /** What confirms that an environment may be drilled. */
  confirm: (environment: string) => string;
  outageHook: string;
  controllersPaused: string;
  despitePrediction: string;
  /** Where the host can be named. */
  host: string;
  /** What undoes the changes that a drill has left. */
  restore: string;
  /** The same where a program has to let endpoints work again. */
  restoreByHook: string;
}

export const commandLineTerms: DrillTerms = {
  dryRun: '--dry-run',
  confirm: (environment) => `--confirm ${environment}`,
  outageHook: '--outage-hook',
  controllersPaused: '--controllers-paused',
  despitePrediction: '--despite-prediction',
  host: 'in drill.host, or with --host',
  restore: '"mesh-failover drill --restore"',
  restoreByHook: '"mesh-failover drill --restore --outage-hook COMMAND"',
};
