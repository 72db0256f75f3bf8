import { HostIndex } from './host-index.js';
import { kept } from '../foundation/kept.js';
import type { Kind } from '../api/kinds.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';

/** The configuration that the istiod of one cluster has: it reads Istio's objects from its own cluster alone. */
export interface ConfigView {
  /** Its objects of a kind, in the order of the manifests. */
  of<K extends Kind>(kind: K): Resource<K>[];
  destinationRules: DestinationRuleIndex;
}

/** DestinationRules by namespace and by their qualified host. */
export type DestinationRuleIndex = Map<string, HostIndex<Resource<'DestinationRule'>>>;

/** What of the resources the given cluster's istiod reads. */
export function viewOf(
  resources: Resources,
  cluster: string,
  hostOf: (rule: Resource<'DestinationRule'>) => string,
): ConfigView {
  const isHere = ({ cluster: only }: Resource) => only === undefined || only === cluster;
  const destinationRules: DestinationRuleIndex = new Map();
  for (const rule of resources.DestinationRule.filter(isHere)) {
    let hosts = destinationRules.get(rule.namespace);
    if (!hosts) destinationRules.set(rule.namespace, (hosts = new HostIndex()));
    hosts.add(hostOf(rule), rule);
  }
  const byKind = new Map<Kind, Resource[]>();
  return {
    of<K extends Kind>(kind: K) {
      const all: readonly Resource[] = resources[kind];
      return kept(byKind, kind, () => all.filter(isHere)) as Resource<K>[];
    },
    destinationRules,
  };
}
