import { isWithin, parseLocality, type Locality } from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/targets.js';
import type { EndpointGroup } from '../../mesh/topology.js';

/** The regions with endpoints of the target that none of the keys of a `to` reaches. */
export function regionsLeftOut(mesh: Mesh, target: Target, keys: readonly string[]): string[] {
  const left = new Set(target.regions);
  const wanted = keys.map(parseLocality);
  for (const group of mesh.topology.endpoints(target.host)) {
    const { region } = group.locality;
    if (left.has(region) && wanted.some((key) => isCovered(group, key))) left.delete(region);
  }
  return [...left];
}

/** Nobody said in which zone an assumed endpoint is: any zone that is named may be the one. */
function isCovered({ locality, assumed }: EndpointGroup, key: Locality): boolean {
  if (!assumed || locality.zone !== '') return isWithin(locality, key);
  return isWithin(locality, { region: key.region, zone: '', subzone: '' });
}
