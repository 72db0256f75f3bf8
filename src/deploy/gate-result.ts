/** How a gate ended. */
export interface GateResult {
  /** What was asked. */
  gate: string;
  /** The clusters that were written before it. */
  after: string[];
  /** `held`: the next clusters were written; `failed`: the run was rolled back. */
  outcome: 'held' | 'failed';
  /** What was seen. */
  text: string;
}
