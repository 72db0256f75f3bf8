/** An object of the manifests that is not sent: somebody else has to. */
export interface UnsentObject {
  /** As in the manifest. */
  kind: string;
  /** The API group; empty for the core group. */
  group: string;
  /** In which it belongs; empty: in none. */
  namespace: string;
  /** As in the manifest. */
  name: string;
  /** Where the manifest is. */
  file: string;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line: number;
}
