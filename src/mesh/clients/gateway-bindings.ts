import { addTo } from '../../foundation/add-to.js';
import { didYouMean, Guesses } from '../../foundation/did-you-mean.js';
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
export function gatewaysNamedBy(
  { memory, resources }: Pick<Mesh, 'memory' | 'resources'>,
  virtualService: VirtualService,
): Gateway[] {
  return memory.of(resources.Gateway, byKey).gatewaysOf(virtualService);
}

/**
 * Whether a Gateway that a VirtualService names, and that is not among the manifests, is most probably nowhere: others of its namespace,
 * or one that is called nearly so, are. One in a namespace without any may be in another repository, and one of its name that has no
 * namespace may be applied to it.
 *
 * @param key `namespace/name`, as `resolveGatewayName` gives it.
 */
export function isSurelyMissing(
  { memory, resources }: Pick<Mesh, 'memory' | 'resources'>,
  { namespace, isNamespaceKnown, unit }: VirtualService,
  key: string,
): boolean {
  const known = memory.of(resources.Gateway, namesOf);
  const [own = '', name = ''] = key.split('/');
  // Of an unknown namespace the Gateways of the same unit are known, and no others.
  const isOpen = own === namespace && !isNamespaceKnown && !known.units.has(unit);
  if (known.placeless.has(name)) return false;
  // It may well be in the namespace of the Gateway that is called so.
  if (own === namespace && !isNamespaceKnown && known.names.has(name)) return false;
  if (own === namespace && known.keys.length > 0 && !isOpen) return true;
  return (
    (known.namespaces.has(own) && !isOpen) ||
    known.names.has(name) ||
    known.guesses.among(known.keys, () => didYouMean(key, known.keys)) !== undefined
  );
}

function namesOf(gateways: readonly Gateway[]) {
  return {
    guesses: new Guesses(),
    keys: gateways.map(gatewayKey),
    names: new Set(gateways.map(({ name }) => name)),
    placeless: new Set(
      gateways.filter((gateway) => !gateway.isNamespaceKnown).map(({ name }) => name),
    ),
    namespaces: new Set(gateways.map(({ namespace }) => namespace)),
    units: new Set(gateways.map(({ unit }) => unit)),
  };
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
