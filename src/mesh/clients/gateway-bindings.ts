import { addTo } from '../../foundation/add-to.js';
import { gatewayKey } from '../gateways.js';
import type { Mesh } from '../mesh.js';
import type { Resource } from '../resource.js';
import { bindingsOf } from '../virtual-services-for.js';

type Gateway = Resource<'Gateway'>;
type VirtualService = Resource<'VirtualService'>;

/** Whether a VirtualService names the Gateway. */
export function isBoundTo(virtualService: VirtualService, gateway: Gateway): boolean {
  return bindingsOf(virtualService).has(gatewayKey(gateway));
}

/** The Gateways that a VirtualService names, of any cluster, in the order of the manifests. */
export function gatewaysOf(
  { memory, resources }: Pick<Mesh, 'memory' | 'resources'>,
  virtualService: VirtualService,
): Gateway[] {
  return memory.of(resources.Gateway, byKey).gatewaysOf(virtualService);
}

function byKey(gateways: readonly Gateway[]): Bindings {
  return new Bindings(gateways);
}

class Bindings {
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
    return [...bindingsOf(virtualService)]
      .flatMap((key) => this.#gateways.get(key) ?? [])
      .sort((a, b) => orderOf(a) - orderOf(b));
  }
}
