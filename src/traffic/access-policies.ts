import { kindOf } from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import { at, isMapping, listAt, textAt } from '../foundation/values.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import { podLabels, selectedWorkloads } from '../mesh/selected-workloads.js';
import type { DeclaredService } from '../mesh/services.js';
import { sidecarsOf } from '../mesh/sidecars.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';

/** What policies do to the requests of a target. No number holds any of it. */
export interface Barriers {
  /** Why every request is rejected, as far as the manifests say it; a part of a sentence. */
  denied: string | undefined;
  /** What may reject or answer some of them; sentences for the notes below a table. */
  notes: readonly string[];
}

/**
 * What of the AuthorizationPolicies, WasmPlugins and NetworkPolicies lies on the way of a target's requests: at the gateway and at the
 * pods behind the host. Who calls, and with what, is not evaluated.
 *
 * Source: istio/istio pilot/pkg/security/authz/builder; istio.io/docs/concepts/security "Implicit enablement": any match of DENY
 * rejects, and where there is an ALLOW policy, one of them must match.
 */
export function barriersOf(mesh: Mesh, target: Target): Barriers {
  const { client, host, route } = target;
  const atProxy = route ? mesh.memory.of(client, () => atClient(mesh, client), atClient) : open;
  const declared = mesh.services.find(host);
  const atPods = declared
    ? mesh.memory.of(declared, () => atService(mesh, declared), atService)
    : open;
  if (atProxy === open && atPods === open) return open;
  const denied = atProxy.denied ?? atPods.denied;
  return { denied, notes: denied ? [] : [...new Set([...atProxy.notes, ...atPods.notes])] };
}

const open: Barriers = { denied: undefined, notes: [] };

/** What a policy does with requests to the pods that it is for. */
type Effect =
  /** It rejects all. */
  | 'rejects-all'
  /** It rejects or answers some. */
  | 'may-reject'
  /** It lets some pass, and all others are rejected unless another policy lets them pass. */
  | 'allows-some'
  /** It lets none pass: all are rejected unless another policy lets them pass. */
  | 'allows-none'
  | 'allows-all';

interface Policy {
  kind: string;
  namespace: string;
  name: string;
  effect: Effect;
  /** The only cluster that has it; undefined: each. */
  cluster: string | undefined;
  /** Pairs of keys and values; none: all pods. */
  selector: readonly (readonly [string, string])[];
}

interface Pods {
  namespace: string;
  /** Undefined: in several. */
  cluster: string | undefined;
  /** Undefined: none is known. */
  labels: Readonly<Record<string, string>> | undefined;
  /** Whether there are no other labels. */
  isComplete: boolean;
}

function atClient(mesh: Mesh, { kind, namespace, labels, cluster }: Client): Barriers {
  if (!clientKinds[kind].isGuarded) return open;
  const all = policiesFor(mesh, { namespace, cluster, labels, isComplete: labels !== undefined });
  return barriersBy(
    all.filter(({ policy }) => policy.kind !== 'NetworkPolicy'),
    'at the gateway',
  );
}

function atService(mesh: Mesh, declared: DeclaredService): Barriers {
  const { resource, host } = declared;
  if (resource.kind !== 'Service') return open;
  const { selector = {} } = resource.spec;
  const pairs = Object.entries(selector);
  if (pairs.length === 0) return open;
  const workloads = selectedWorkloads(mesh, resource.namespace, pairs);
  const [first] = workloads;
  const pods: Pods = {
    namespace: resource.namespace,
    cluster: resource.cluster,
    labels: workloads.length === 1 && first ? podLabels(first) : selector,
    isComplete: workloads.length === 1,
  };
  const hasSidecars = sidecarsOf(mesh, declared) !== 'none';
  const all = policiesFor(mesh, pods).filter(
    ({ policy }) => hasSidecars || policy.kind === 'NetworkPolicy',
  );
  return barriersBy(all, `for ${shortHost(host)}`);
}

interface Applied {
  policy: Policy;
  /** Whether it surely is for the pods. */
  isCertain: boolean;
}

function policiesFor(mesh: Mesh, pods: Pods): Applied[] {
  const byNamespace = mesh.memory.of(mesh, policiesByNamespace);
  const { rootNamespace } = mesh.config;
  const own = byNamespace.get(pods.namespace);
  const root = rootNamespace === pods.namespace ? undefined : byNamespace.get(rootNamespace);
  const ofMesh = root ? appliedOf(root, pods) : [];
  return [
    ...(own ? appliedOf(own, pods) : []),
    // Those of the root namespace that select pods are mostly for gateways.
    ...ofMesh.filter(({ policy, isCertain }) => isCertain && policy.kind !== 'NetworkPolicy'),
  ];
}

/** The policies of a namespace, those that select pods by their first label. */
interface NamespacePolicies {
  wide: Policy[];
  byPair: Map<string, Policy[]>;
  byKey: Map<string, Policy[]>;
}

function appliedOf({ wide, byPair, byKey }: NamespacePolicies, pods: Pods): Applied[] {
  const { labels = {}, isComplete, cluster: at } = pods;
  const found: Applied[] = [];
  const add = (policy: Policy, fits: boolean) => {
    const { cluster } = policy;
    if (cluster !== undefined && at !== undefined && cluster !== at) return;
    found.push({ policy, isCertain: fits && (cluster === undefined || cluster === at) });
  };
  for (const policy of wide) add(policy, true);
  const mayFit = ({ selector }: Policy) =>
    selector.every(([key, value]) => (labels[key] ?? value) === value);
  for (const pair of Object.entries(labels)) {
    for (const policy of byPair.get(JSON.stringify(pair)) ?? []) {
      const fits = policy.selector.every(([key, value]) => labels[key] === value);
      if (fits || (!isComplete && mayFit(policy))) add(policy, fits);
    }
  }
  if (isComplete) return found;
  for (const [key, policies] of byKey) {
    // One of them is enough to say that somebody may reject requests.
    const fitting = labels[key] === undefined ? policies.find(mayFit) : undefined;
    if (fitting) add(fitting, false);
  }
  return found;
}

function barriersBy(applied: readonly Applied[], place: string): Barriers {
  const authorizing = applied.filter(({ policy }) => policy.kind === 'AuthorizationPolicy');
  const denied = denialOf(authorizing);
  const isAllowed = authorizing.some(
    ({ policy, isCertain }) => isCertain && policy.effect === 'allows-all',
  );
  const limiting = applied.filter(
    ({ policy: { effect } }) =>
      effect === 'may-reject' ||
      effect === 'rejects-all' ||
      ((effect === 'allows-some' || effect === 'allows-none') && !isAllowed),
  );
  if (limiting.length === 0) return open;
  return {
    denied: denied && `${nameOf(denied)} rejects every request ${place}`,
    notes: denied ? [] : [noteOf(limiting, place)],
  };
}

/** The policy by which every request is rejected, if that is certain. */
function denialOf(authorizing: readonly Applied[]): Policy | undefined {
  const certain = authorizing.filter(({ isCertain }) => isCertain).map(({ policy }) => policy);
  const rejecting = certain.find(({ effect }) => effect === 'rejects-all');
  if (rejecting) return rejecting;
  const mayAllow = authorizing.some(
    ({ policy: { effect } }) => effect === 'allows-some' || effect === 'allows-all',
  );
  return mayAllow ? undefined : certain.find(({ effect }) => effect === 'allows-none');
}

function noteOf(limiting: readonly Applied[], place: string): string {
  const [first] = limiting;
  const others = limiting.length - 1;
  const more =
    others === 0 ? '' : ` and ${others === 1 ? 'another policy' : `${others} other policies`}`;
  const name = first ? nameOf(first.policy) : '';
  return `${name}${more} may reject requests ${place}; who calls, and with what, is not evaluated`;
}

function nameOf({ kind, namespace, name }: Policy): string {
  return `${kind} ${namespace}/${name}`;
}

function policiesByNamespace({ placed }: Mesh): Map<string, NamespacePolicies> {
  const found = new Map<string, NamespacePolicies>();
  for (const one of placed) {
    const policy = policyOf(one);
    if (!policy) continue;
    let own = found.get(policy.namespace);
    if (!own)
      found.set(policy.namespace, (own = { wide: [], byPair: new Map(), byKey: new Map() }));
    const [first] = policy.selector;
    if (!first) {
      own.wide.push(policy);
      continue;
    }
    addTo(own.byPair, JSON.stringify(first), policy);
    addTo(own.byKey, first[0], policy);
  }
  return found;
}

function policyOf({ document: { value }, namespace, cluster }: PlacedDocument): Policy | undefined {
  const kind = kindOf(value)?.id;
  const { spec } = value;
  const effect = effectOf(kind, value);
  if (kind === undefined || effect === undefined) return undefined;
  const labels = at(spec, kind === 'NetworkPolicy' ? 'podSelector' : 'selector', 'matchLabels');
  return {
    kind,
    namespace,
    name: textAt(value, 'metadata', 'name') ?? '',
    effect,
    cluster,
    selector: Object.entries(isMapping(labels) ? labels : {}).map(([key, own]) => [
      key,
      String(own),
    ]),
  };
}

function effectOf(
  kind: string | undefined,
  value: Readonly<Record<string, unknown>>,
): Effect | undefined {
  const { spec } = value;
  // It is for a Gateway of the Gateway API, a waypoint or a Service alone.
  if (listAt(spec, 'targetRefs').length > 0 || at(spec, 'targetRef') !== undefined)
    return undefined;
  switch (kind) {
    case 'AuthorizationPolicy':
      return at(value, 'metadata', 'annotations', 'istio.io/dry-run') === 'true'
        ? undefined
        : effectOfRules(textAt(spec, 'action') ?? 'ALLOW', listAt(spec, 'rules'));
    case 'WasmPlugin':
      return 'may-reject';
    case 'NetworkPolicy':
      return limitsIngress(spec) ? 'may-reject' : undefined;
    default:
      return undefined;
  }
}

function effectOfRules(action: string, rules: readonly unknown[]): Effect | undefined {
  const takesAll = rules.some((rule) => isMapping(rule) && Object.keys(rule).length === 0);
  switch (action) {
    case 'ALLOW':
      if (rules.length === 0) return 'allows-none';
      return takesAll ? 'allows-all' : 'allows-some';
    case 'DENY':
      if (rules.length === 0) return undefined;
      return takesAll ? 'rejects-all' : 'may-reject';
    case 'CUSTOM':
      return rules.length === 0 ? undefined : 'may-reject';
    default:
      return undefined;
  }
}

/** Whether it is about requests to its pods, and does not let all of them pass. */
function limitsIngress(spec: unknown): boolean {
  const types = listAt(spec, 'policyTypes');
  if (types.length > 0 && !types.includes('Ingress')) return false;
  return !listAt(spec, 'ingress').some((rule) => isMapping(rule) && Object.keys(rule).length === 0);
}
