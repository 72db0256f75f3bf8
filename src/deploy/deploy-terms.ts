/** What the settings of a deployment are called where it was started: options of the command line, or inputs of the Action. */
export interface DeployTerms {
  forceConflicts: string;
  takeOver: string;
  createNamespaces: string;
  acceptChanges: string;
  prune: string;
  pruneLimit: string;
  /** What has the manifests rendered. */
  render: string;
  /** What ends a run that has not ended. */
  rollback: string;
  /** What also takes back a run that has ended well. */
  rollbackLast: string;
  /** What takes back every run after one of the history. */
  rollbackTo: string;
  /** What ends an evacuation before its time. */
  restore: string;
  /** Where another folder for the state before is named. */
  stateFolder: string;
}

export const deployOptionTerms: DeployTerms = {
  forceConflicts: '--force-conflicts',
  takeOver: '--take-over',
  createNamespaces: '--create-namespaces',
  acceptChanges: '--accept-changes',
  prune: '--prune',
  pruneLimit: '--prune-limit',
  render: '--render auto, or render: auto in the configuration',
  rollback: 'mesh-failover rollback',
  rollbackLast: 'mesh-failover rollback --last-apply',
  rollbackTo: 'mesh-failover rollback --to RUN',
  restore: 'mesh-failover evacuate --restore',
  stateFolder: 'Name another folder with --state-dir, or set XDG_STATE_HOME',
};
