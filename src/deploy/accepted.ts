/** Why nothing may be written, and what may mislead; each a sentence. */
export interface Objections {
  refusals: string[];
  warnings: string[];
}

/**
 * What speaks against a deployment after which the clusters behave worse than the manifests say: reasons to refuse it, or, where
 * that is accepted, warnings.
 *
 * @param texts Sentences; empty: nothing speaks against it.
 * @param option What goes on all the same.
 */
export function unlessAccepted(
  texts: readonly string[],
  acceptChanges: boolean,
  option: string,
): Objections {
  if (acceptChanges) return { refusals: [], warnings: [...texts] };
  const refusals = texts.map((text) => `${text} To go on all the same: ${option}.`);
  return { refusals, warnings: [] };
}
