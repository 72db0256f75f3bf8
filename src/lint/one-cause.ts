import type { Finding } from '../foundation/finding.js';

/** A finding that only follows from another one: once that is mended, it is gone. */
interface Effect {
  rule: string;
  cause: string;
  /** What the two have in common. */
  at: 'object' | 'place';
  /** Which messages of the effect are meant; default: all. */
  of?: RegExp;
  /** Which messages of the cause are meant; default: all. */
  says?: RegExp;
}

const effects: readonly Effect[] = [
  {
    rule: 'outlier-detection-required',
    cause: 'no-unknown-fields',
    at: 'object',
    says: /did you mean outlierDetection/,
  },
  {
    rule: 'max-ejection-percent-100',
    cause: 'no-unknown-fields',
    at: 'object',
    of: /^maxEjectionPercent is missing/,
    says: /did you mean maxEjectionPercent/,
  },
  {
    rule: 'public-host-unserved',
    cause: 'gateway-route-unreachable',
    at: 'object',
    of: /^Its matches are for/,
    says: /^This match is for/,
  },
  {
    rule: 'gateway-route-unreachable',
    cause: 'public-host-unserved',
    at: 'object',
    of: /^(?!This match is for)/,
  },
  { rule: 'failover-policy-missing', cause: 'destination-host-match', at: 'place' },
  { rule: 'failover-policy-missing', cause: 'policy-port-exists', at: 'object' },
  { rule: 'outlier-detection-required', cause: 'policy-port-exists', at: 'object' },
];

/** The more severe, the higher. */
const ranks: Record<Finding['severity'], number> = { notice: 0, warning: 1, error: 2 };

/**
 * Leaves out what only follows from another finding that is there, so that one cause is one finding. A cause whose rule is off is not
 * there, and its effects stay. So does what is more severe than its cause: that is less certain then.
 */
export function withoutEffects(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, number>();
  for (const effect of effects) {
    for (const finding of findings) {
      const { rule, message, severity } = finding;
      if (rule !== effect.cause || effect.says?.test(message) === false) continue;
      const key = keyOf(effect, finding);
      found.set(key, Math.max(found.get(key) ?? 0, ranks[severity]));
    }
  }
  if (found.size === 0) return [...findings];
  return findings.filter((finding) =>
    effects.every((effect) => {
      const most = isOf(effect, finding) ? found.get(keyOf(effect, finding)) : undefined;
      return most === undefined || most < ranks[finding.severity];
    }),
  );
}

function isOf({ rule, of }: Effect, finding: Finding): boolean {
  return rule === finding.rule && (of?.test(finding.message) ?? true);
}

function keyOf(
  { rule, cause, at }: Effect,
  { file, line, column, resource, environment }: Finding,
): string {
  const place =
    at === 'place' ? [line, column] : [resource?.kind, resource?.namespace, resource?.name];
  return JSON.stringify([rule, cause, environment, file, ...place]);
}
