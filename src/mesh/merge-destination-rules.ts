import { qualifyHost } from './host-name.js';
import type { Selector, Subset } from '../api/destination-rule.js';
import type { TrafficPolicy } from '../api/traffic-policy.js';
import type { Resource } from './resource.js';

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

/** Rules for one host that istiod takes together; the first gives them its exportTo and its selector. */
export interface RuleGroup {
  exportTo: ReadonlySet<string>;
  selector: Labels | undefined;
  rules: Rule[];
}

type Labels = NonNullable<Selector['matchLabels']>;

/** The host of a rule, a short name resolved in the rule's own namespace. */
export function ruleHost(rule: Rule): string {
  return qualifyHost(rule.spec.host ?? '', rule);
}

/** Where a rule is exported to; one for some workloads only stays in its namespace, whatever it says. */
export function exportToOf({ spec }: Rule): readonly string[] {
  return spec.workloadSelector ? ['.'] : (spec.exportTo ?? []);
}

/**
 * Groups the rules of one namespace for one host.
 * Source: istio/istio pilot/pkg/model/destination_rule.go mergeDestinationRule.
 */
export function groupRules(rules: readonly Rule[]): RuleGroup[] {
  const groups: RuleGroup[] = [];
  for (const rule of [...rules].sort(byAge)) {
    const exportTo = new Set(exportToOf(rule));
    const selector = selectorOf(rule);
    // The last of the earlier rules decides: one that is merged may be kept beside them as well.
    let isMerged = false;
    for (const group of groups) {
      isMerged = false;
      const isAlike = isSuperset(exportTo, group.exportTo) && group.exportTo.size === exportTo.size;
      const isWider = group.exportTo.size > 0 && isSuperset(exportTo, group.exportTo);
      if (!isAlike && !isWider) continue;
      if (selector && group.selector && !isSameLabels(selector, group.selector)) continue;
      group.rules.push(rule);
      // One for all workloads, private like one for some of them, is swallowed by it.
      isMerged = isAlike || (!selector && !group.selector);
    }
    if (!isMerged) groups.push({ exportTo, selector, rules: [rule] });
  }
  return groups;
}

/** Of more rules for one host than these, each is reported as one too many, and no more of their orders are thought through. */
const mostOrders = 20;

/** What the group amounts to; in each possible order, if the age of its rules decides and nobody knows it. */
export function mergeGroup({ rules }: RuleGroup): MergedRule[] {
  const withPolicy = rules.filter(({ spec }) => spec.trafficPolicy);
  const isAgeKnown = withPolicy.every(({ creationTimestamp }) => creationTimestamp !== undefined);
  if (withPolicy.length < 2 || isAgeKnown) return [mergeInOrder(rules)];
  return withPolicy
    .slice(0, mostOrders)
    .map((first) => mergeInOrder([first, ...rules.filter((rule) => rule !== first)]));
}

function mergeInOrder(rules: Rule[]): MergedRule {
  const first = rules.find(({ spec }) => spec.trafficPolicy);
  const subsets: MergedRule['subsets'] = [];
  const names = new Set<string | undefined>();
  for (const rule of rules) {
    (rule.spec.subsets ?? []).forEach((value, index) => {
      if (!names.has(value.name)) subsets.push({ rule, index, value });
      names.add(value.name);
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

/** An empty one selects every workload of its namespace. */
function selectorOf({ spec }: Rule): Labels | undefined {
  return spec.workloadSelector && (spec.workloadSelector.matchLabels ?? {});
}

function isSameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function isSuperset(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...b].every((entry) => a.has(entry));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
