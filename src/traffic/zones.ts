import type { Mesh } from '../mesh/mesh.js';
import { namesZones } from '../mesh/named-localities.js';
import type { Target } from '../mesh/target.js';
import type { EndpointGroup } from '../mesh/topology.js';

/** Whether the policies for a target are about zones, and its host runs in several zones of a region. */
export function isByZone({ config, memory, topology }: Mesh, { host, policies }: Target): boolean {
  if (!topology.byZone || !memory.of(topology.endpoints(host), hasSeveralZones).several)
    return false;
  if (topology.isOneRegion) return true;
  const settings = policies.length
    ? policies.map(({ policy }) => policy.value.loadBalancer?.localityLbSetting)
    : [undefined];
  return settings.some((setting) => namesZones(setting ?? config.meshConfig?.localityLbSetting));
}

function hasSeveralZones(groups: readonly EndpointGroup[]): { several: boolean } {
  const zoneOf = new Map<string, string>();
  const several = groups.some(({ locality: { region, zone } }) => {
    const first = zoneOf.get(region);
    if (first === undefined) zoneOf.set(region, zone);
    return first !== undefined && first !== zone;
  });
  return { several };
}
