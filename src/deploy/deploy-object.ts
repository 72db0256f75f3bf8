/** One object to be deployed, and where it is written. */
export interface DeployObject {
  /** As the API server would read it from the manifest. */
  value: Record<string, unknown>;
  kind: string;
  /** `default` where the manifest has none; empty: an object of the cluster itself. */
  namespace: string;
  name: string;
  file: string;
  line: number;
  column: number;
  /** The one cluster it is meant for; undefined: every cluster. */
  cluster?: string | undefined;
}
