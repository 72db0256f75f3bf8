import { mostSpecificMatch, namespaceOfHost, qualifyHost } from './host-name.js';
import type { Selector, Subset, TrafficPolicy } from './istio.js';
import type { Resource } from './resource.js';
import { isExportedTo, isPrivate } from './visibility.js';
import type { ConfigView } from './view.js';

type Rule = Resource<'DestinationRule'>;

/** What istiod makes of the DestinationRules that it merges for one host. */
export interface MergedRule {
  /** The host that the rules name. */
  host: string;
  /** In the order of the merge. */
  rules: Rule[];
  /** Taken whole from the first rule that has one. */
  trafficPolicy: { rule: Rule; value: TrafficPolicy } | undefined;
  /** Of all rules; of two with one name the first. */
  subsets: { rule: Rule; index: number; value: Subset }[];
}

export interface RuleLookup {
  /** Empty: no rule applies. More than one: the manifests do not tell which of them wins, their age does. */
  possible: MergedRule[];
}

/** Who looks for a rule, and in which mesh. */
export interface RuleClient {
  namespace: string;
  /** Undefined: unknown, no workloadSelector matches. */
  labels: Record<string, string> | undefined;
}

export interface RuleDefaults {
  rootNamespace: string;
  exportTo: readonly string[] | undefined;
}

/** The host of a rule, a short name resolved in the rule's own namespace. */
export function ruleHost(rule: Rule): string {
  return qualifyHost(rule.spec.host ?? '', rule.namespace);
}

/**
 * The DestinationRule that a client's proxy uses for a host: the first of client namespace,
 * service namespace and root namespace with any match counts, without merging across them.
 * Source: istio/istio pilot/pkg/model/push_context.go destinationRule,
 * destination_rule.go mergeDestinationRule, sidecar.go SidecarScope.DestinationRule.
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
  const isOwn = (rule: Rule) => isPrivate(rule.namespace, rule.spec.exportTo, defaults.exportTo);
  const isVisible = (rule: Rule) =>
    isExportedTo(client.namespace, rule.namespace, rule.spec.exportTo, defaults.exportTo);

  // The client's own namespace: everything it can see; of the root namespace only what is private to it.
  const local = bestMatch(view, client.namespace, host, (rule) =>
    client.namespace === rootNamespace
      ? isOwn(rule)
      : isExportedTo(rule.namespace, rule.namespace, rule.spec.exportTo, defaults.exportTo),
  );
  if (local.length) return merge(local, client);

  // The best host is chosen before visibility: a rule that is not exported hides a less specific one.
  const home = serviceNamespace ?? namespaceOfHost(host);
  for (const namespace of new Set([home, rootNamespace])) {
    if (namespace === undefined) continue;
    const found = bestMatch(view, namespace, host, (rule) => !isOwn(rule)).filter(isVisible);
    if (found.length) return merge(found, client);
  }
  return { possible: [] };
}

function bestMatch(
  { destinationRules }: ConfigView,
  namespace: string,
  host: string,
  isCandidate: (rule: Rule) => boolean,
): Rule[] {
  const hosts = destinationRules.get(namespace);
  if (!hosts) return [];
  const candidates = [...hosts].filter(([, rules]) => rules.some(isCandidate));
  const best = mostSpecificMatch(
    host,
    candidates.map(([pattern]) => pattern),
  );
  return best === undefined ? [] : (hosts.get(best) ?? []).filter(isCandidate);
}

/**
 * Rules for one host become one where they are exported alike; of several that remain, the last
 * without a selector counts, unless a selector matches the client.
 */
function merge(rules: Rule[], client: RuleClient): RuleLookup {
  const groups = new Map<string, Rule[]>();
  for (const rule of [...rules].sort(byAge)) {
    const key = JSON.stringify([
      [...(rule.spec.exportTo ?? [])].sort(),
      Object.entries(selectorOf(rule) ?? {}).sort(),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  const entries = [...groups.values()];
  const selected = entries.find(([first]) => matchesSelector(first, client));
  const chosen = selected ?? entries.filter(([first]) => first && !selectorOf(first)).at(-1);
  if (!chosen) return { possible: [] };

  const withPolicy = chosen.filter(({ spec }) => spec.trafficPolicy);
  const isAgeKnown = withPolicy.every(({ creationTimestamp }) => creationTimestamp !== undefined);
  if (withPolicy.length < 2 || isAgeKnown) return { possible: [mergeInOrder(chosen)] };
  const orders = withPolicy.map((first) => [first, ...chosen.filter((rule) => rule !== first)]);
  return { possible: orders.map(mergeInOrder) };
}

function mergeInOrder(rules: Rule[]): MergedRule {
  const first = rules.find(({ spec }) => spec.trafficPolicy);
  const subsets: MergedRule['subsets'] = [];
  for (const rule of rules) {
    (rule.spec.subsets ?? []).forEach((value, index) => {
      if (!subsets.some(({ value: { name } }) => name === value.name)) {
        subsets.push({ rule, index, value });
      }
    });
  }
  return {
    host: rules[0] ? ruleHost(rules[0]) : '',
    rules,
    trafficPolicy: first?.spec.trafficPolicy && { rule: first, value: first.spec.trafficPolicy },
    subsets,
  };
}

/** With a selector first, then the oldest, then by name. */
function byAge(a: Rule, b: Rule): number {
  return (
    Number(!selectorOf(a)) - Number(!selectorOf(b)) ||
    compare(a.creationTimestamp ?? '', b.creationTimestamp ?? '') ||
    compare(a.name, b.name)
  );
}

function matchesSelector(rule: Rule | undefined, { labels }: RuleClient): boolean {
  const selector = rule && selectorOf(rule);
  if (!selector || !labels) return false;
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function selectorOf({ spec }: Rule): Selector['matchLabels'] {
  const labels = spec.workloadSelector?.matchLabels;
  return labels && Object.keys(labels).length ? labels : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
