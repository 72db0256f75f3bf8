import type { DrillTerms } from '../drill/drill-terms.js';

/** The settings of a drill as inputs of a step. */
export const drillInputTerms: DrillTerms = {
  dryRun: 'dry-run: true',
  confirm: (environment) => `confirm: ${environment}`,
  outageHook: 'outage-hook',
  controllersPaused: 'controllers-paused: true',
  despitePrediction: 'despite-prediction: true',
  host: 'in drill.host of the configuration',
  restore: 'a step with mode: drill-restore',
  restoreByHook: 'a step with mode: drill-restore and the same outage-hook',
};
