import { ruleHost, type MergedRule } from '../../mesh/destination-rules.js';
import type { PortPolicy, TrafficPolicy } from '../../api/traffic-policy.js';
import type { Path } from '../../foundation/range.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Place, Resource } from '../../mesh/resource.js';
import type { TargetPolicy, SharedTarget } from '../../mesh/target.js';
import { effectivePolicy, type EffectivePolicy } from '../../mesh/traffic-policy.js';
import { oncePerMesh } from './once-per-mesh.js';
import { regionsOfHost } from './spread.js';

type DestinationRule = Resource<'DestinationRule'>;

/**
 * Everything that a policy is written for: the targets of the mesh, and one for each part of a DestinationRule that is
 * in force for none of them, because its host is in another repository, is a wildcard, or has a rule that goes before.
 * So a rule that one object decides is applied to every policy, whatever else is in the tree.
 */
export const policyTargets = oncePerMesh((mesh: Mesh): SharedTarget[] => {
  const known = mesh.sharedTargets();
  const seen = new PlaceSet();
  for (const { policies } of known) {
    for (const { policy } of policies) for (const place of placesOf(policy)) seen.add(place);
  }
  const further = mesh.resources.DestinationRule.flatMap((rule) => {
    const parts = partsOf(rule).filter(({ policy }) =>
      placesOf(policy).some((place) => !seen.has(place)),
    );
    return parts.length ? targetsFor(mesh, rule, parts) : [];
  });
  return further.length ? [...known, ...further] : known;
});

/** Places, each once: the object and the path in it. */
export class PlaceSet {
  readonly #paths = new Map<unknown, Set<string>>();

  /** Whether the place is new. */
  add({ resource: { document }, path }: Place): boolean {
    const paths = this.#paths.get(document) ?? new Set<string>();
    this.#paths.set(document, paths);
    const text = path.join('\0');
    return !paths.has(text) && Boolean(paths.add(text));
  }

  has({ resource: { document }, path }: Place): boolean {
    return this.#paths.get(document)?.has(path.join('\0')) ?? false;
  }
}

/** The policy for one port and subset of a DestinationRule, taken by itself. */
interface Part {
  port: number | undefined;
  subset: string | undefined;
  policy: EffectivePolicy;
}

/** What decides whether a part is looked at: where its locality setting and its outlier detection are. */
function placesOf({ levels }: EffectivePolicy): Place[] {
  return [levels.loadBalancer.place, levels.outlierDetection.place];
}

function targetsFor(mesh: Mesh, rule: DestinationRule, parts: readonly Part[]): SharedTarget[] {
  const { clients: all } = mesh.topology;
  const own = all.filter(({ cluster }) => rule.cluster === undefined || rule.cluster === cluster);
  const clients = own.length ? own : all;
  const [client] = clients;
  const host = ruleHost(rule);
  if (!client || host === '') return [];
  const merged = mergedAlone(rule, host);
  const regions = regionsOfHost(mesh, host);
  const place: Place = { resource: rule, path: ['spec', 'host'] };
  return parts.map(({ port, subset, policy }) => ({
    client,
    clients,
    host,
    port,
    subset,
    route: undefined,
    destination: undefined,
    place,
    policies: [{ merged, policy }] satisfies TargetPolicy[],
    regions,
  }));
}

function mergedAlone(rule: DestinationRule, host: string): MergedRule {
  const { trafficPolicy, subsets = [] } = rule.spec;
  return {
    host,
    rules: [rule],
    trafficPolicy: trafficPolicy && { rule, value: trafficPolicy },
    subsets: subsets.map((value, index) => ({ rule, index, value })),
  };
}

/** One for the rule, for each of its ports and for each of its subsets and their ports. */
function partsOf(rule: DestinationRule): Part[] {
  const { trafficPolicy, subsets = [] } = rule.spec;
  const top = trafficPolicy && { rule, value: trafficPolicy };
  const alone = { host: '', rules: [rule], trafficPolicy: top, subsets: [] };
  const parts: Part[] = [];
  // One without a policy may still have the mesh's, which it does not complete.
  const policy = effectivePolicy(alone, undefined, undefined);
  parts.push({ port: undefined, subset: undefined, policy });
  if (trafficPolicy) {
    parts.push(...portParts(rule, trafficPolicy, ['spec'], 'port', undefined));
  }
  for (const [index, value] of subsets.entries()) {
    const { name = '', trafficPolicy: own } = value;
    if (!own) continue;
    const only = { ...alone, subsets: [{ rule, index, value: { ...value, name } }] };
    const policy = effectivePolicy(only, undefined, name);
    parts.push({ port: undefined, subset: name, policy });
    parts.push(...portParts(rule, own, ['spec', 'subsets', index], 'subset-port', name));
  }
  return parts;
}

/** The entries of portLevelSettings: each inherits nothing. Of two for one port the first counts. */
function portParts(
  rule: DestinationRule,
  { portLevelSettings = [] }: TrafficPolicy,
  parent: Path,
  kind: 'port' | 'subset-port',
  subset: string | undefined,
): Part[] {
  const ports = new Set<number>();
  return portLevelSettings.flatMap((entry, index) => {
    const port = entry.port?.number;
    if (port === undefined || ports.has(port)) return [];
    ports.add(port);
    const path = parent.concat('trafficPolicy', 'portLevelSettings', index);
    return [{ port, subset, policy: portPolicy(rule, entry, path, kind) }];
  });
}

function portPolicy(
  rule: DestinationRule,
  entry: PortPolicy,
  path: Path,
  kind: 'port' | 'subset-port',
): EffectivePolicy {
  const { connectionPool, loadBalancer, outlierDetection, tls } = entry;
  const fields = { connectionPool, loadBalancer, outlierDetection, tls };
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  const level = {
    kind,
    place: { resource: rule, path: path.concat('port'), part: 'key' as const },
  };
  return {
    value: Object.fromEntries(set),
    places: Object.fromEntries(
      set.map(([field]) => [field, { resource: rule, path: path.concat(field) }]),
    ),
    levels: {
      connectionPool: level,
      loadBalancer: level,
      outlierDetection: level,
      tls: level,
    },
  };
}
