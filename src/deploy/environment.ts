/** What is deployed together and never twice at the same time: the clusters of one configuration. */
export interface DeployEnvironment {
  /** Names the lock, the set of objects and the record of a run. */
  name: string;
  /** Where in each cluster these are kept. */
  namespace: string;
  /** What it was called before; what belongs to that is this environment's as well. Default: it has no other name. */
  previous?: string | undefined;
}
