import { addTo } from '../foundation/add-to.js';
import { gatewayKey, MESH_GATEWAY, resolveGatewayName } from './gateways.js';
import type { Resource } from './resource.js';

type Gateway = Resource<'Gateway'>;
type VirtualService = Resource<'VirtualService'>;

/** The `namespace/name` of each Gateway that a VirtualService names, and `mesh`; each once. */
export function gatewayKeysOf({ namespace, spec }: VirtualService): Set<string> {
  const names = spec.gateways ?? [MESH_GATEWAY];
  return new Set(names.map((reference) => resolveGatewayName(reference, namespace)));
}

/** Finds the Gateways that VirtualServices are bound to by name, in the order of the manifests. */
export class Bindings {
  readonly #gateways = new Map<string, Gateway[]>();
  readonly #order = new Map<Gateway, number>();

  constructor(gateways: readonly Gateway[]) {
    for (const gateway of gateways) {
      addTo(this.#gateways, gatewayKey(gateway), gateway);
      this.#order.set(gateway, this.#order.size);
    }
  }

  gatewaysOf(virtualService: VirtualService): Gateway[] {
    const orderOf = (gateway: Gateway) => this.#order.get(gateway) ?? 0;
    return [...gatewayKeysOf(virtualService)]
      .flatMap((key) => this.#gateways.get(key) ?? [])
      .sort((a, b) => orderOf(a) - orderOf(b));
  }
}
