import { HostIndex } from './host-index.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';

/**
 * The configuration that the istiod of one cluster has: it reads Gateways, VirtualServices and
 * DestinationRules from its own cluster alone.
 */
export interface ConfigView {
  gateways: Resource<'Gateway'>[];
  virtualServices: Resource<'VirtualService'>[];
  destinationRules: DestinationRuleIndex;
}

/** DestinationRules by namespace and by their qualified host. */
export type DestinationRuleIndex = Map<string, HostIndex<Resource<'DestinationRule'>>>;

/** What of the resources the given cluster's istiod reads. */
export function viewOf(
  { Gateway, VirtualService, DestinationRule }: Resources,
  cluster: string,
  hostOf: (rule: Resource<'DestinationRule'>) => string,
): ConfigView {
  const isHere = ({ cluster: only }: Resource) => only === undefined || only === cluster;
  const destinationRules: DestinationRuleIndex = new Map();
  for (const rule of DestinationRule.filter(isHere)) {
    let hosts = destinationRules.get(rule.namespace);
    if (!hosts) destinationRules.set(rule.namespace, (hosts = new HostIndex()));
    hosts.add(hostOf(rule), rule);
  }
  return {
    gateways: Gateway.filter(isHere),
    virtualServices: VirtualService.filter(isHere),
    destinationRules,
  };
}
