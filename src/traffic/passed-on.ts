import type { Mesh } from '../mesh/mesh.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import { gatewayKey } from '../mesh/gateways.js';
import type { Target } from '../mesh/target.js';

/**
 * Why there is no number for a call from inside the mesh to a gateway: the gateway passes requests on by routes of its own, and the
 * prediction ends at its pods. Undefined where the host is none of a gateway with routes.
 */
export function passedOnReason(mesh: Mesh, { client, host }: Target): string | undefined {
  if (client.kind !== 'sidecar') return undefined;
  const { services, memory, resources } = mesh;
  const resource = services.find(host)?.resource;
  if (resource?.kind !== 'Service') return undefined;
  const { selector } = resource.spec as { selector?: Record<string, string> };
  const gateway = memory
    .of(resources, gatewaysWithRoutes)
    .find(({ spec }) => selector && isShared(selector, spec.selector ?? {}));
  if (!gateway) return undefined;
  return `what Gateway ${gateway.namespace}/${gateway.name} does with the requests that it passes on is not modelled`;
}

/** The Gateways that a VirtualService names. */
function gatewaysWithRoutes({ Gateway, VirtualService }: Mesh['resources']) {
  const bound = new Set(VirtualService.flatMap((one) => [...bindingsOf(one)]));
  return Gateway.filter((gateway) => bound.has(gatewayKey(gateway)));
}

/** Whether pods of a Service may be those of a Gateway: their selectors have a label in common and none that differs. */
function isShared(own: Record<string, string>, other: Record<string, string>): boolean {
  const keys = Object.keys(other).filter((key) => own[key] !== undefined);
  return keys.length > 0 && keys.every((key) => own[key] === other[key]);
}
