import { addTo } from '../foundation/add-to.js';
import { gatewayKeysOf } from './bindings.js';
import { gatewayKey, publicHosts } from './gateways.js';
import { httpRoutesOf } from './http-routes.js';
import type { PublicRoute } from './public-route.js';
import type { Resource } from './resource.js';
import { inOrder } from './route-order.js';
import type { Services } from './services.js';
import { protocolOf, throughServer, type AnyRoute } from './through-server.js';
import { isSelected, type Client } from './topology.js';
import type { ConfigView } from './view.js';
import { isExportedTo, isPrivate } from './visibility.js';
import type { WayBudget } from './way-budget.js';

/**
 * The routes that a client's gateway has, in the order in which it tries them: servers of the Gateways that select
 * it, and the VirtualServices bound to them that are exported to it, where their hosts meet.
 * Source: istio/istio pilot/pkg/model/push_context.go mergeGateways, VirtualServicesForGateway;
 * pilot/pkg/networking/core/gateway.go.
 *
 * @throws UserError where the mesh has more of them than its budget.
 */
export function routesOf(
  view: ConfigView,
  client: Client,
  services: Services,
  exportTo: readonly string[] | undefined,
  budget: WayBudget,
): PublicRoute[] {
  const roots = view.virtualServices
    .filter(({ namespace, spec }) =>
      isExportedTo(client.namespace, namespace, spec.exportTo, exportTo),
    )
    .map((root) => ({ root, scope: scopeOf(root, exportTo), age: ageOf(root) }))
    .sort((a, b) => a.scope - b.scope || (a.age < b.age ? -1 : a.age > b.age ? 1 : 0))
    .map(({ root }) => root);
  const routes = new Map(
    roots.map((root) => [root, routesIn(root, view.virtualServices, exportTo)]),
  );
  const rootsOf = new Map<string, Resource<'VirtualService'>[]>();
  for (const root of roots) {
    for (const key of gatewayKeysOf(root)) addTo(rootsOf, key, root);
  }
  return inOrder(
    view.gateways
      .filter(({ spec }) => isSelected(client.labels, spec.selector))
      .flatMap((gateway) => {
        const bound = rootsOf.get(gatewayKey(gateway)) ?? [];
        return (gateway.spec.servers ?? []).flatMap((server, index) =>
          bound.flatMap((root) => {
            const hosts = publicHosts(server, gateway, root);
            if (hosts.length === 0) return [];
            // For each of the hosts, of which there may be hundreds, they are the same.
            const through = (routes.get(root)?.[protocolOf(server)] ?? []).flatMap((route) =>
              throughServer(route, { root, gateway, server, index }, client, services),
            );
            budget.take(root, hosts, through);
            return hosts.flatMap((publicHost) =>
              through.map((route) => ({ ...route, publicHost })),
            );
          }),
        );
      }),
  );
}

export function isBoundTo(
  virtualService: Resource<'VirtualService'>,
  gateway: Resource<'Gateway'>,
): boolean {
  return gatewayKeysOf(virtualService).has(gatewayKey(gateway));
}

function routesIn(
  root: Resource<'VirtualService'>,
  all: readonly Resource<'VirtualService'>[],
  exportTo: readonly string[] | undefined,
): Record<PublicRoute['protocol'], AnyRoute[]> {
  const plain = (protocol: 'tls' | 'tcp'): AnyRoute[] =>
    (root.spec[protocol] ?? []).map((value, index) => ({
      value,
      virtualService: root,
      path: ['spec', protocol, index],
      name: `${root.namespace}/${root.name}#${String(index)}`,
    }));
  const http = httpRoutesOf(root, all, exportTo);
  return { http, tls: plain('tls'), tcp: plain('tcp') };
}

/** What is private to the gateway's namespace comes first, then what is exported to it by name, then the rest. */
function scopeOf(
  { namespace, spec }: Resource<'VirtualService'>,
  exportTo: readonly string[] | undefined,
): number {
  if (isPublic(spec.exportTo, exportTo)) return 2;
  return isPrivate(namespace, spec.exportTo, exportTo) ? 0 : 1;
}

function isPublic(own: readonly string[] | undefined, meshDefault: readonly string[] | undefined) {
  const targets = own?.length ? own : meshDefault?.length ? meshDefault : ['*'];
  return targets.includes('*');
}

/** The order in which istiod appends routes; without a creation time by name. */
function ageOf({ creationTimestamp = '', name, namespace }: Resource): string {
  return [creationTimestamp, name, namespace].join('\0');
}
