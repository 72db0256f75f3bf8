import { isMapping } from '../api/conform.js';
import type { Document } from '../manifest/document.js';
import type { Path } from '../foundation/range.js';
import type { Rule } from './rule.js';

/** Something that changes traffic in a way that the prediction does not know. */
interface Unmodelled {
  /** Each is said once. */
  reason: string;
  path: Path;
  message: string;
}

export const rule: Rule = {
  name: 'not-modelled',
  code: 'MF403',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'An object changes traffic in a way that the prediction does not know.',
  description: `The prediction knows Gateways, VirtualServices, DestinationRules, Services, ServiceEntries and WorkloadEntries. What else
changes routes, load balancing or health is named here once for each reason, at the first object that does so: EnvoyFilters
for clusters and routes, namespaces in ambient mode, waypoints. A number in the table is then no promise: the table does not
know what the object does.`,
  references: ['istio.io/docs/reference/config/networking/envoy-filter', 'istio.io/docs/ambient'],
  check({ documents }, report) {
    const said = new Set<string>();
    for (const document of documents) {
      const found = unmodelled(document.value);
      if (!found || said.has(found.reason)) continue;
      said.add(found.reason);
      report({ at: { resource: subjectOf(document), path: found.path }, message: found.message });
    }
  },
};

const PATCHES = new Set(['CLUSTER', 'ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']);

function unmodelled({
  apiVersion,
  kind,
  metadata,
  spec,
}: Document['value']): Unmodelled | undefined {
  const group = String(apiVersion).split('/')[0];
  if (group === 'networking.istio.io' && kind === 'EnvoyFilter') return envoyFilter(spec);
  if (apiVersion === 'v1' && kind === 'Namespace') {
    const labels = isMapping(metadata) && isMapping(metadata['labels']) ? metadata['labels'] : {};
    if (labels['istio.io/dataplane-mode'] !== 'ambient') return undefined;
    return {
      reason: 'ambient',
      path: ['metadata', 'labels', 'istio.io/dataplane-mode'],
      message:
        'This namespace is in ambient mode, which is not modelled: ztunnel ignores DestinationRules and never ejects an ' +
        'endpoint. Numbers for its hosts do not hold for clients in the mesh. Test an outage there with a drill.',
    };
  }
  if (group === 'gateway.networking.k8s.io' && kind === 'Gateway' && isMapping(spec)) {
    if (spec['gatewayClassName'] !== 'istio-waypoint') return undefined;
    return {
      reason: 'waypoint',
      path: ['spec', 'gatewayClassName'],
      message:
        'This is a waypoint, which is not modelled: it applies DestinationRules from its own locality, not from that of ' +
        'the caller. Numbers for its hosts do not hold for clients in the mesh. Test an outage there with a drill.',
    };
  }
  return undefined;
}

function envoyFilter(spec: unknown): Unmodelled | undefined {
  const patches =
    isMapping(spec) && Array.isArray(spec['configPatches']) ? spec['configPatches'] : [];
  const index = patches.findIndex(
    (patch) => isMapping(patch) && PATCHES.has(String(patch['applyTo'])),
  );
  const patch: unknown = patches[index];
  if (!isMapping(patch)) return undefined;
  const target = String(patch['applyTo']);
  return {
    reason: `EnvoyFilter ${target}`,
    path: ['spec', 'configPatches', index, 'applyTo'],
    message:
      `This EnvoyFilter changes ${target} of Envoy's configuration, which is not modelled: outlier detection, localities or ` +
      'routes may differ from what is predicted. Check the proxy with istioctl proxy-config, or use a DestinationRule.',
  };
}

function subjectOf(document: Document) {
  const { kind, metadata } = document.value;
  const { name, namespace } = isMapping(metadata) ? metadata : {};
  return {
    kind: String(kind),
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
    name: typeof name === 'string' ? name : '',
    document,
    dropped: [],
  };
}
