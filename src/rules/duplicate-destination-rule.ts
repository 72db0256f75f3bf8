import { ruleHost } from '../mesh/destination-rules.js';
import { groupRules } from '../mesh/merge-destination-rules.js';
import { shortHost } from '../mesh/host-name.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';
import { isSameCluster } from '../mesh/same-cluster.js';

type DestinationRule = Resource<'DestinationRule'>;

export const rule: Rule = {
  name: 'duplicate-destination-rule',
  code: 'MF220',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  explainsErrors: true,
  summary: 'A host has two DestinationRules in one namespace, and istiod ignores one policy.',
  description: `Several DestinationRules for one host in one namespace are merged: their subsets are put together, but the
\`trafficPolicy\` is taken whole from the oldest rule that has one. Nothing of the others' counts, not even the fields
that the oldest does not set: an outlier detection in the younger rule ejects nobody. Of two subsets with one name the
older counts too.

Which rule is older is not in the manifests. It can be the other one in each cluster, so that two regions fail over in
different ways.`,
  references: [
    'istio/istio pilot/pkg/model/destination_rule.go mergeDestinationRule',
    'Kiali KIA0201',
  ],
  check({ resources }, report) {
    for (const { first, second, both, subset } of conflicts(resources.DestinationRule)) {
      report({
        at: { resource: second, path: ['spec', 'host'] },
        related: [{ at: { resource: first, path: ['spec', 'host'] }, message: 'the other one' }],
        message:
          `${first.namespace}/${first.name} is for ${shortHost(ruleHost(second))} too, and istiod merges the two: ` +
          (both
            ? "only the older one's trafficPolicy counts, whole, so that an outage meets one policy or the other. "
            : `only the older one's subset ${subset} counts, and requests reach its endpoints alone. `) +
          'Put both into one DestinationRule.',
      });
    }
  },
};

interface Conflict {
  first: DestinationRule;
  second: DestinationRule;
  /** Whether both have a policy. */
  both: boolean;
  /** The name of a subset that both have. */
  subset: string;
}

/**
 * Rules that istiod takes together, of which something does not count; each with the first of the others. The same object twice is
 * another mistake.
 */
function* conflicts(all: readonly DestinationRule[]): Generator<Conflict> {
  // By name, not by file: the same pair is told the same way, in whatever order it was read.
  const rules = [...all].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const before = new Map<string, DestinationRule[]>();
  for (const second of rules) {
    const key = JSON.stringify([second.namespace, ruleHost(second)]);
    const earlier = before.get(key);
    if (!earlier) {
      before.set(key, [second]);
      continue;
    }
    const names = new Set(second.spec.subsets?.map(({ name }) => name));
    for (const first of earlier) {
      const both = Boolean(first.spec.trafficPolicy && second.spec.trafficPolicy);
      const subset = names.size
        ? first.spec.subsets?.find(({ name }) => names.has(name))
        : undefined;
      if ((!both && !subset) || first.name === second.name || !isSameCluster(first, second)) {
        continue;
      }
      if (groupRules([first, second]).some((group) => group.rules.length === 2)) {
        yield { first, second, both, subset: subset?.name ?? '' };
        break;
      }
    }
    earlier.push(second);
  }
}
