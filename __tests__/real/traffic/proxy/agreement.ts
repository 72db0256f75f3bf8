/** Whether two predictions say the same. */
import type { DefinedResult } from '../../../../src/traffic/predict.js';

const epsilon = 1e-9;

/**
 * What of the dump's prediction the manifests' one contradicts, as sentences. A range of the dump's may be wider: it does not know the rule that the
 * control plane weighs localities by.
 */
export function disagreement(dump: DefinedResult, manifests: DefinedResult): string[] {
  const rangesOf = ({
    split,
    errors,
    errorsMin = errors,
    errorsMax = errors,
    unanswered,
  }: DefinedResult) =>
    new Map([
      ...split.map(
        ({ locality, share, min = share, max = share }) => [locality, [min, max]] as const,
      ),
      ['errors', [errorsMin, errorsMax]] as const,
      ...(dump.determined ? [['unanswered', [unanswered, unanswered]] as const] : []),
    ]);
  const own = rangesOf(dump);
  return [...rangesOf(manifests)].flatMap(([name, [low, high]]) => {
    const [from, to] = own.get(name) ?? [0, 0];
    const isWithin = from <= low + epsilon && high <= to + epsilon;
    return isWithin
      ? []
      : [`${name}: the dump says ${from} to ${to}, the manifests ${low} to ${high}`];
  });
}
