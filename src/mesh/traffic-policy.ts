import type { Path } from '../foundation/range.js';
import type { DestinationRuleSpec } from '../api/destination-rule.js';
import type { PortPolicy, RetryBudgetSpec, TrafficPolicy } from '../api/traffic-policy.js';
import type { MergedRule } from './destination-rules.js';
import type { Place, Resource } from './resource.js';

/** The fields of a policy that failover depends on. */
export type PolicyField = keyof PortPolicy;

const fields: PolicyField[] = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];

/** The policy that counts for one port and subset, and where each part of it is written. */
export interface EffectivePolicy {
  value: PortPolicy;
  /** Where each field that is set stands. */
  places: Partial<Record<PolicyField, Place>>;
  /** What to point at where a field is missing: the level that would have to set it. */
  levels: Record<PolicyField, PolicyLevel>;
}

/** A part of a DestinationRule that sets policy for the port and subset. */
export interface PolicyLevel {
  kind: 'rule' | 'port' | 'subset' | 'subset-port' | 'none';
  place: Place;
}

interface Level {
  kind: PolicyLevel['kind'];
  rule: Resource<'DestinationRule'>;
  path: Path;
  value: PortPolicy;
  /** A port level inherits nothing: what it does not set is unset. */
  inherits: boolean;
}

/**
 * Resolves the policy for a port and subset: a port level replaces everything, a subset replaces
 * field by field. The port is the service's, not the gateway's or the target's.
 * Source: istio/istio pilot/pkg/networking/util/util.go GetPortLevelTrafficPolicy and
 * MergeSubsetTrafficPolicy.
 */
export function effectivePolicy(
  merged: MergedRule,
  port: number | undefined,
  subset: string | undefined,
): EffectivePolicy {
  const top = merged.trafficPolicy && levelOf(merged.trafficPolicy, ['spec'], port, 'rule');
  const chosen = subset && merged.subsets.find(({ value: { name } }) => name === subset);
  const policy = chosen ? chosen.value.trafficPolicy : undefined;
  const own =
    chosen && policy
      ? levelOf(
          { rule: chosen.rule, value: policy },
          ['spec', 'subsets', chosen.index],
          port,
          'subset',
        )
      : undefined;

  const topLevel = top && policyLevel(top);
  const ownLevel = own && policyLevel(own);
  const nearest = topLevel ?? ownLevel ?? noLevel(merged);
  const value: PortPolicy = {};
  const places: EffectivePolicy['places'] = {};
  const levels: EffectivePolicy['levels'] = {
    connectionPool: nearest,
    loadBalancer: nearest,
    outlierDetection: nearest,
    tls: nearest,
  };
  for (const field of fields) {
    const isOwn = own && (!top || !own.inherits || isSet(own.value[field]));
    const level = isOwn ? own : top;
    if (!level) continue;
    levels[field] = (isOwn ? ownLevel : topLevel) ?? nearest;
    if (!isSet(level.value[field])) continue;
    Object.assign(value, { [field]: level.value[field] });
    places[field] = { resource: level.rule, path: level.path.concat(field) };
  }
  return { value, places, levels };
}

/**
 * The TLS settings by which istiod decides whether endpoints in other networks can be reached. Unlike the
 * rest, a port level that sets no TLS does not hide those above it.
 * Source: istio/istio pilot/pkg/xds/endpoints/mtls_checker.go tlsModeForDestinationRule.
 */
export function tlsAcrossNetworks(
  merged: MergedRule,
  port: number | undefined,
  subset: string | undefined,
): PortPolicy['tls'] {
  const top = tlsFor(merged.trafficPolicy?.value, port);
  if (!subset) return top;
  const chosen = merged.subsets.find(({ value: { name } }) => name === subset);
  return chosen && (tlsFor(chosen.value.trafficPolicy, port) ?? top);
}

/**
 * The budget of retries: port levels have none, and one for the port hides that of the rule.
 * Source: istio/istio pilot/pkg/networking/util/util.go MergeSubsetTrafficPolicy.
 */
export function retryBudgetOf(
  merged: MergedRule,
  port: number | undefined,
  subset: string | undefined,
): RetryBudgetSpec | undefined {
  const top = merged.trafficPolicy?.value;
  const isHidden = top?.portLevelSettings?.some((level) => level.port?.number === port);
  const chosen = merged.subsets.find(
    ({ value: { name } }) => subset !== undefined && name === subset,
  );
  const own = chosen?.value.trafficPolicy?.retryBudget;
  return own ?? (isHidden ? undefined : top?.retryBudget);
}

function tlsFor(policy: TrafficPolicy | undefined, port: number | undefined): PortPolicy['tls'] {
  const levels = (policy?.portLevelSettings ?? []).filter((level) => level.port?.number === port);
  return levels.find(({ tls }) => isSet(tls))?.tls ?? policy?.tls;
}

function levelOf(
  { rule, value }: { rule: Resource<'DestinationRule'>; value: TrafficPolicy },
  parent: Path,
  port: number | undefined,
  kind: 'rule' | 'subset',
): Level {
  const path = parent.concat('trafficPolicy');
  const index = (value.portLevelSettings ?? []).findIndex((entry) => {
    return port !== undefined && entry.port?.number === port;
  });
  const entry = value.portLevelSettings?.[index];
  if (!entry) return { kind, rule, path, value, inherits: true };
  return {
    kind: kind === 'rule' ? 'port' : 'subset-port',
    rule,
    path: path.concat('portLevelSettings', index),
    value: entry,
    inherits: false,
  };
}

function policyLevel(level: Level): PolicyLevel {
  return { kind: level.kind, place: placeOf(level) };
}

function noLevel({ rules }: MergedRule): PolicyLevel {
  const [rule] = rules;
  if (!rule) throw new Error('a merged rule has at least one rule');
  return { kind: 'none', place: { resource: rule, path: ['spec'], part: 'key' } };
}

/** Every policy of a DestinationRule: its own, those of its subsets, and those of the ports of each. */
export function policiesIn({ trafficPolicy, subsets = [] }: DestinationRuleSpec): PortPolicy[] {
  return [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)].flatMap((policy) =>
    policy ? [policy, ...(policy.portLevelSettings ?? [])] : [],
  );
}

/** Whether a policy itself asks for failover or distribution. Where it has a zone-aware setting, that one is in force. */
export function asksForFailover({ loadBalancer }: PortPolicy): boolean {
  const { zoneAwareLbSetting, localityLbSetting } = loadBalancer ?? {};
  if (zoneAwareLbSetting || localityLbSetting?.enabled === false) return false;
  const { enabled, distribute, failover, failoverPriority } = localityLbSetting ?? {};
  return (
    enabled === true ||
    [distribute, failover, failoverPriority].some((list) => (list?.length ?? 0) > 0)
  );
}

/** A port level has no key of its own; its `port:` stands for it. */
function placeOf({ kind, rule, path }: Level): Place {
  const isPort = kind === 'port' || kind === 'subset-port';
  return { resource: rule, path: isPort ? path.concat('port') : path, part: 'key' };
}

function isSet<T>(value: T | undefined | null): value is T {
  return value !== undefined && value !== null;
}
