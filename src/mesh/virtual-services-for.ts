import { addTo } from '../foundation/add-to.js';
import type { ApiVirtualService, GatewayApiView } from './gateway-api/gateway-api-view.js';
import { meshGateway, resolveGatewayName } from './gateways.js';
import { httpRoutesOf } from './http-routes.js';
import { kept } from '../foundation/kept.js';
import { ageOf, byAge } from './oldest-first.js';
import type { Resource } from './resource.js';
import type { Protocol } from './route.js';
import type { AnyRoute } from './taken-route.js';
import type { Client } from './topology.js';
import type { ConfigView } from './view.js';
import { isExportedTo } from './visibility.js';

type VirtualService = Resource<'VirtualService'>;

/**
 * The names by which a VirtualService says who takes its routes, each once: `namespace/name` of a Gateway, and `mesh` for
 * the sidecars.
 */
export function bindingsOf({ namespace, spec }: VirtualService): Set<string> {
  const names = spec.gateways?.length ? spec.gateways : [meshGateway];
  return new Set(names.map((reference) => resolveGatewayName(reference, namespace)));
}

/**
 * The VirtualServices that are exported to a client, in the order in which istiod takes them, and their routes.
 * Source: istio/istio pilot/pkg/model/push_context.go VirtualServicesForGateway.
 */
export class VirtualServicesFor {
  readonly #bound = new Map<string, VirtualService[]>();
  readonly #routes = new Map<VirtualService, Record<Protocol, AnyRoute[]>>();
  readonly #all: readonly VirtualService[];
  readonly #exportTo: readonly string[] | undefined;
  readonly #client: Client;
  readonly #api: GatewayApiView | undefined;

  /** @param api Also what istiod makes of the Gateway API; undefined: Istio's own objects alone. */
  constructor(
    view: ConfigView,
    client: Client,
    exportTo: readonly string[] | undefined,
    api?: GatewayApiView,
  ) {
    this.#client = client;
    this.#api = api;
    this.#exportTo = exportTo;
    this.#all = view.of('VirtualService');
    const roots = this.#all
      .filter(({ namespace, spec }) =>
        isExportedTo(client.namespace, namespace, spec.exportTo, exportTo),
      )
      .map((root) => ({ root, scope: scopeOf(root, client.namespace, exportTo), age: ageOf(root) }))
      .sort((a, b) => a.scope - b.scope || byAge(a, b));
    for (const { root } of roots) {
      for (const key of bindingsOf(root)) addTo(this.#bound, key, root);
    }
  }

  /** @param binding `namespace/name` of a Gateway, or `mesh`. */
  boundTo(binding: string): readonly VirtualService[] {
    const own = this.#bound.get(binding) ?? [];
    const others = this.#api?.boundTo(binding) ?? [];
    return others.length === 0 ? own : this.#together(own, others);
  }

  /** Public ones of the Gateway API come first in their own namespace. */
  #together(
    own: readonly VirtualService[],
    others: readonly ApiVirtualService[],
  ): VirtualService[] {
    for (const { root, routes } of others) this.#routes.set(root, routes);
    const { namespace } = this.#client;
    const made = new Set(others.map(({ root }) => root));
    const seen = [...made].filter((root) =>
      isExportedTo(namespace, root.namespace, undefined, this.#exportTo),
    );
    return [...own, ...seen]
      .map((root) => {
        const scope = scopeOf(root, namespace, this.#exportTo);
        const isFirst = scope < 2 || (made.has(root) && root.namespace === namespace);
        return { root, scope: isFirst ? scope : 3, age: ageOf(root) };
      })
      .sort((a, b) => a.scope - b.scope || byAge(a, b))
      .map(({ root }) => root);
  }

  /** The same objects for every listener that takes them. */
  routesOf(root: VirtualService, protocol: Protocol): readonly AnyRoute[] {
    return kept(this.#routes, root, () => routesIn(root, this.#all, this.#exportTo))[protocol];
  }
}

function routesIn(
  root: VirtualService,
  all: readonly VirtualService[],
  exportTo: readonly string[] | undefined,
): Record<Protocol, AnyRoute[]> {
  const plain = (protocol: 'tls' | 'tcp'): AnyRoute[] =>
    (root.spec[protocol] ?? []).map((value, index) => ({
      value,
      virtualService: root,
      path: ['spec', protocol, index],
      name: `${root.namespace}/${root.name}#${index}`,
    }));
  const http = httpRoutesOf(root, all, exportTo) as AnyRoute[];
  return { http, tls: plain('tls'), tcp: plain('tcp') };
}

/** What its own namespace exports to itself comes first, then what others export to it by name, then what is for all. */
function scopeOf(
  { namespace, spec }: VirtualService,
  own: string,
  exportTo: readonly string[] | undefined,
): number {
  if (isPublic(spec.exportTo, exportTo)) return 2;
  return namespace === own ? 0 : 1;
}

function isPublic(own: readonly string[] | undefined, meshDefault: readonly string[] | undefined) {
  const targets = own?.length ? own : meshDefault?.length ? meshDefault : ['*'];
  return targets.includes('*');
}
