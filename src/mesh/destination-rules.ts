import { namespaceOfHost } from './host-name.js';
import { exportToOf, groupRules, mergeGroup } from './merge-destination-rules.js';
import type { MergedRule, RuleGroup } from './merge-destination-rules.js';
import type { Resource } from './resource.js';
import { isExportedTo, isPrivate } from './visibility.js';
import type { ConfigView } from './view.js';

export { ruleHost, type MergedRule } from './merge-destination-rules.js';

type Rule = Resource<'DestinationRule'>;

export interface RuleLookup {
  /** Empty: no rule applies. More than one: the manifests do not tell which of them wins, their age does. */
  possible: MergedRule[];
}

/** Who looks for a rule, and in which mesh. */
export interface RuleClient {
  namespace: string;
  /** Undefined: unknown, no workloadSelector matches but an empty one. */
  labels: Record<string, string> | undefined;
}

export interface RuleDefaults {
  rootNamespace: string;
  exportTo: readonly string[] | undefined;
}

/**
 * The DestinationRule that a client's proxy uses for a host: the first of client namespace,
 * service namespace and root namespace with any match counts, without merging across them.
 * Source: istio/istio pilot/pkg/model/push_context.go setDestinationRules and destinationRule.
 *
 * @param serviceNamespace Where the host's Service or ServiceEntry is; undefined: read from its name.
 */
export function findDestinationRule(
  view: ConfigView,
  client: RuleClient,
  host: string,
  serviceNamespace: string | undefined,
  defaults: RuleDefaults,
): RuleLookup {
  const { rootNamespace } = defaults;
  const isOwn = (rule: Rule) => isPrivate(rule.namespace, exportToOf(rule), defaults.exportTo);
  const isHere = (rule: Rule) => isExportedTo(rule.namespace, rule.namespace, exportToOf(rule), []);

  // The client's own namespace: everything it can see; of the root namespace only what is private to it.
  const isLocal = client.namespace === rootNamespace ? isOwn : isHere;
  const local = groupsFor(view, client.namespace, host, isLocal);
  if (local.length) return lookup(local, client);

  // The best host is chosen before visibility: a rule that is not exported hides a less specific one.
  const home = serviceNamespace ?? namespaceOfHost(host);
  for (const namespace of new Set([home, rootNamespace])) {
    if (namespace === undefined) continue;
    const exported = groupsFor(view, namespace, host, (rule) => !isOwn(rule)).filter(
      ({ exportTo }) => isVisible(exportTo, client.namespace),
    );
    if (exported.length) return lookup(exported, client);
  }
  return { possible: [] };
}

/** The mesh's default is about privacy alone: what is not private and says nothing is for everybody. */
function isVisible(exportTo: ReadonlySet<string>, namespace: string): boolean {
  return exportTo.size === 0 || exportTo.has('*') || exportTo.has(namespace);
}

/**
 * The rules of a namespace with the host that suits best, in the groups that istiod takes together.
 * Source: istio/istio pilot/pkg/model/config.go MostSpecificHostMatch.
 */
function groupsFor(
  { destinationRules }: ConfigView,
  namespace: string,
  host: string,
  isCandidate: (rule: Rule) => boolean,
): RuleGroup[] {
  const hosts = destinationRules.get(namespace);
  if (!hosts) return [];
  for (const pattern of hosts.patternsCovering(host)) {
    const candidates = hosts.at(pattern).filter(isCandidate);
    if (candidates.length) return groupRules(candidates);
  }
  return [];
}

/**
 * The first group with a selector that matches counts, else the last without one.
 * Source: istio/istio pilot/pkg/model/sidecar.go SidecarScope.DestinationRule.
 */
function lookup(groups: readonly RuleGroup[], { labels = {} }: RuleClient): RuleLookup {
  const selected = groups.find(
    ({ selector }) =>
      selector && Object.entries(selector).every(([key, value]) => labels[key] === value),
  );
  const chosen = selected ?? groups.filter(({ selector }) => !selector).at(-1);
  return { possible: chosen ? mergeGroup(chosen) : [] };
}
