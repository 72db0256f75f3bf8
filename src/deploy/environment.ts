/** What is deployed together and never twice at the same time: the clusters of one configuration. */
export interface DeployEnvironment {
  /** Names the lock, the set of objects and the record of a run. */
  name: string;
  /** Where in each cluster these are kept. */
  namespace: string;
}
