import { ruleHost } from '../mesh/destination-rules.js';
import { isSubsetOf, isWildcard } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { policiesIn } from '../mesh/traffic-policy.js';
import type { DestinationRuleSpec } from '../api/destination-rule.js';

/** istiod adds these labels by itself. */
const derivedLabel = /^topology\.|^kubernetes\.io\/hostname$/;

/** The hosts that the routes and DestinationRules name, and those that the configuration lists already; sorted. */
export function hostsOf(mesh: Mesh): string[] {
  const names = [
    ...mesh.targets().map(({ host }) => host),
    ...mesh.resources.DestinationRule.map((rule) => ruleHost(rule)),
    ...mesh.config.workloads.map(({ host }) => host),
  ];
  return [...new Set(names)].filter((host) => host !== '' && !isWildcard(host)).sort();
}

/** The labels by which a host's endpoints are told apart: those of its subsets, and of `failoverPriority`. */
export function labelKeysOf(mesh: Mesh, host: string): string[] {
  const rules = mesh.resources.DestinationRule.filter((rule) => isSubsetOf(host, ruleHost(rule)));
  const keys = [
    ...rules.flatMap(({ spec }) => keysIn(spec)),
    ...(mesh.config.meshConfig?.localityLbSetting?.failoverPriority ?? []),
  ].map((key) => key.replace(/=.*/s, ''));
  return [...new Set(keys)].filter((key) => key !== '' && !derivedLabel.test(key)).sort();
}

function keysIn(spec: DestinationRuleSpec): string[] {
  return [
    ...(spec.subsets ?? []).flatMap(({ labels }) => Object.keys(labels ?? {})),
    ...policiesIn(spec).flatMap(
      ({ loadBalancer }) => loadBalancer?.localityLbSetting?.failoverPriority ?? [],
    ),
  ];
}
