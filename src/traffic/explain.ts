/** One step of the way from the manifests to a row of the table. */
export interface ExplainStep {
  /** The rule of the mesh, such as `distribute`, `ejection-cap` or `priority-load`. */
  rule: string;
  /** A sentence. */
  text: string;
  /** Where `path` starts; undefined where no manifest is responsible. */
  origin?: 'policy' | 'mesh' | 'service';
  /**
   * The field that is responsible: in the effective policy (`outlierDetection`, `loadBalancer`, …), the mesh
   * configuration or the Service.
   */
  path?: (string | number)[];
}
