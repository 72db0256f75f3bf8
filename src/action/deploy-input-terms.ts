import type { DeployTerms } from '../deploy/deploy-terms.js';

/** The settings of a deployment as inputs of a step. */
export const deployInputTerms: DeployTerms = {
  forceConflicts: 'force-conflicts: true',
  takeOver: 'take-over: true',
  createNamespaces: 'create-namespaces: true',
  acceptChanges: 'accept-changes: true',
  prune: 'prune: true',
  pruneLimit: 'prune-limit',
  render: 'render: true, and render: auto in the configuration',
  rollback:
    'a step with mode: rollback (https://github.com/mesh-failover/mesh-failover/blob/main/docs/workflows/rollback.yml is a workflow for it)',
  rollbackLast: 'a step with mode: rollback and last-apply: true',
  rollbackTo: 'a step with mode: rollback and to: RUN',
  restore: 'mode: evacuate with restore: true',
  stateFolder: 'Have RUNNER_TEMP name a folder that can be written',
};
