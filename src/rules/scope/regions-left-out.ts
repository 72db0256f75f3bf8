import { matchesLocality, parseLocality } from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/targets.js';
import type { EndpointGroup } from '../../mesh/topology.js';

/** The regions with endpoints of the target that none of the keys of a `to` reaches. */
export function regionsLeftOut(mesh: Mesh, target: Target, keys: readonly string[]): string[] {
  const endpoints = mesh.topology.endpoints(target.host);
  return target.regions.filter((region) => {
    const inRegion = endpoints.filter(({ locality }) => locality.region === region);
    return !inRegion.some((group) => keys.some((key) => isCovered(group, key)));
  });
}

/** Nobody said in which zone an assumed endpoint is: any zone that is named may be the one. */
function isCovered({ locality, assumed }: EndpointGroup, key: string): boolean {
  if (!assumed || locality.zone !== '') return matchesLocality(locality, key);
  return matchesLocality(locality, parseLocality(key).region);
}
