/** What the model holds of the same, from the same manifests. */
import { parseMeshConfig } from '../../../../src/config/mesh-config.js';
import { defaultConfig } from '../../../../src/config/parse-config.js';
import type { Config } from '../../../../src/config/config.js';
import type { Document } from '../../../../src/manifest/document.js';
import { parseManifest } from '../../../../src/manifest/parse.js';
import { buildMesh } from '../../../../src/mesh/build-mesh.js';
import { listenerFor, sidecarPort } from '../../../../src/mesh/clients/sidecar/ports.js';
import { sidecarScope } from '../../../../src/mesh/clients/sidecar/scope.js';
import type { SidecarVirtualHost } from '../../../../src/mesh/clients/sidecar/virtual-hosts.js';
import type { Mesh } from '../../../../src/mesh/mesh.js';
import { placeByPaths } from '../../../../src/mesh/placed-document.js';
import { attemptsOf } from '../../../../src/mesh/route-order.js';
import type { Route } from '../../../../src/mesh/route.js';
import { targetWithoutRoute } from '../../../../src/mesh/targets.js';
import { effectivePolicy } from '../../../../src/mesh/traffic-policy.js';
import type { Client } from '../../../../src/mesh/topology.js';
import { configure } from '../../../../src/traffic/control-plane/configuration.js';
import { inputOf } from '../../../../src/traffic/predict-target.js';
import { PORTS, type SidecarMesh } from './generate.js';
import { sorted, type Sent, type SentCluster, type SentRoute } from './sent.js';

export interface SidecarVariant {
  name: string;
  config: Record<string, unknown>;
}

export function configOf({ client }: SidecarMesh, { config }: SidecarVariant): Config {
  const meshConfig = parseMeshConfig(JSON.stringify(config), 'mesh.yaml');
  return {
    ...defaultConfig,
    meshConfig,
    // What the manifests lack is missing.
    document: {} as Document,
    rootNamespace: meshConfig.rootNamespace ?? 'istio-system',
    clusters: [{ name: 'a', locality: 'europe-west1' }],
    clients: [{ name: 'caller', kind: 'sidecar', cluster: 'a', ...client }],
  };
}

/** @param more Objects that every mesh has. */
export function meshOf(
  test: SidecarMesh,
  variant: SidecarVariant,
  more: readonly object[] = [],
): Mesh {
  const objects = [...test.objects.map(({ manifest }) => manifest), ...more];
  const documents = objects.flatMap((manifest, index) => {
    const text = JSON.stringify(manifest);
    return parseManifest({ file: `${index}.yaml`, text, named: true }).documents;
  });
  const config = configOf(test, variant);
  return buildMesh(config, placeByPaths(config, documents));
}

export function expectedOf(mesh: Mesh, { tag }: SidecarMesh): Sent {
  const client = mesh.topology.clients[0]!;
  const scope = sidecarScope(mesh, client);
  const sent: Sent = { ports: {}, clusters: {} };
  const otherwise = { allowed: 'allow_any', forbidden: 'block_all', 'egress-proxy': 'allow_any' };
  for (const number of PORTS) {
    const listener = listenerFor(mesh, client, number);
    // Without a listener Envoy asks for no routes; istiod would give it the last virtual host alone.
    const virtualHosts = listener ? sidecarPort(mesh, client, listener, number).virtualHosts : [];
    sent.ports[number] = {
      virtualHosts: sorted(
        virtualHosts
          .map((one) => ({
            domains: one.domains.filter((domain) => !/^[0-9.]+$/.test(domain)).sort(),
            routes: routesOf(one, number),
          }))
          .filter(({ domains }) => domains.some((domain) => domain.includes(tag))),
      ),
      otherwise: otherwise[scope.outbound],
    };
  }
  for (const { host, ports, declared } of scope.services.values()) {
    if (declared?.externalName !== undefined) continue;
    for (const { number, protocol } of ports ?? []) {
      if (protocol === 'udp') continue;
      Object.assign(sent.clusters, clustersOf(mesh, client, host, number));
    }
  }
  return sent;
}

function routesOf(virtualHost: SidecarVirtualHost, port: number): SentRoute[] {
  const { root, routes, host } = virtualHost;
  if (!root) return [{ name: 'default', to: [`outbound|${port}||${host} 100`] }];
  const own = routes.map((route): Route => ({ ...route, host }));
  return attemptsOf(own, () => true).map(({ route: { name, http, answer, destinations } }) => ({
    name: nameOf(name),
    to: http?.redirect
      ? ['redirect']
      : answer
        ? [`direct ${answer.status ?? 0}`]
        : destinations.map(({ host: to, port: at, subset, share }) => {
            return `outbound|${at ?? 0}|${subset ?? ''}|${to} ${Math.round(share * 100)}`;
          }),
  }));
}

/** As istiod calls it: the names of the route and of the one that delegates to it. */
function nameOf(name: string): string {
  return name
    .split(' > ')
    .map((part) => part.split('#')[1])
    .join('-');
}

function clustersOf(
  mesh: Mesh,
  client: Client,
  host: string,
  port: number,
): Record<string, SentCluster> {
  const subsets = new Set<string | undefined>([undefined]);
  for (const { subsets: own } of mesh.destinationRule(client, host).possible) {
    for (const { value } of own) subsets.add(value.name);
  }
  const found: Record<string, SentCluster> = {};
  const bare = targetWithoutRoute(mesh, client, { host, port, place: undefined });
  for (const subset of subsets) {
    const policies = mesh.destinationRule(client, host).possible.map((merged) => ({
      merged,
      policy: effectivePolicy(merged, port, subset),
    }));
    const input = inputOf(mesh, { ...bare, subset, policies });
    const { settings, assignments } = configure({ ...input, policy: input.policies[0]! });
    const { circuitBreakers, outlierDetection, ...rest } = settings;
    const { headless, resolution } = mesh.services.find(host)!;
    const isOriginal = headless || resolution === 'NONE';
    found[`outbound|${port}|${subset ?? ''}|${host}`] = {
      type: isOriginal ? 'ORIGINAL_DST' : 'EDS',
      settings: isOriginal
        ? null
        : {
            ...rest,
            outlierDetection: outlierDetection ?? null,
            maxConnections: circuitBreakers.maxConnections ?? null,
            maxPendingRequests: circuitBreakers.maxPendingRequests ?? null,
            maxRequests: circuitBreakers.maxRequests ?? null,
            maxRetries: circuitBreakers.maxRetries ?? null,
          },
      localities: isOriginal
        ? null
        : assignments[0]!.assignment.localities.map((group) => ({
            locality: `${group.locality.region}/${group.locality.zone}/${group.locality.subzone}`,
            priority: group.priority,
            weight: group.weight ?? null,
            endpoints: group.endpoints
              .map(({ address, weight, health }) => `${address} ${weight} ${health}`)
              .sort(),
          })),
    };
  }
  return found;
}
