import type { ClusterConfig } from '../config/config.js';
import { parseLocality, type Locality } from '../mesh/locality.js';
import type { ClusterObjects, Labels } from './cluster-objects.js';
import { nodeLocality } from './registry-endpoints.js';

/** What a cluster says of itself, in place of what the configuration says of it. */
export interface FoundSite {
  cluster: string;
  /** The configuration's, unless no node is there. */
  locality: string;
  /** The configuration's, unless the label of the system namespace says another. */
  network: string;
  eastWestGateways: number;
  warnings: string[];
}

/** Where a cluster is: what the configuration says of it stands while the cluster does not contradict it. */
export function foundSite(objects: ClusterObjects, config: ClusterConfig): FoundSite {
  const warnings: string[] = [];
  const locality = localityOf(objects, config, warnings);
  const network = objects.network || (config.network ?? '');
  const declared = config.eastWestGateways ?? (config.network === undefined ? 0 : 1);
  // Without the label, gateways may come from meshNetworks, which nobody can list.
  const eastWestGateways =
    objects.network === '' ? declared : new Set(objects.eastWestGateways).size;
  return { cluster: objects.cluster, locality, network, eastWestGateways, warnings };
}

function localityOf(
  { cluster, nodes }: ClusterObjects,
  { locality }: ClusterConfig,
  warnings: string[],
): string {
  const places = [...nodes.values()]
    .map((labels: Labels) => parseLocality(nodeLocality(labels)))
    .filter(({ region }) => region !== '');
  if (places.length === 0) {
    const why = nodes.size === 0 ? 'it has no nodes' : 'its nodes have no region label';
    warnings.push(`cluster ${cluster}: ${why}, so that its locality stays ${locality}`);
    return locality;
  }
  const declared = parseLocality(locality);
  if (places.some((place) => contains(declared, place))) return locality;
  const regions = [...new Set(places.map(({ region }) => region))];
  const [region = locality, ...more] = regions;
  if (more.length > 0) {
    const list = regions.sort().join(', ');
    warnings.push(
      `cluster ${cluster}: no node is in ${locality}; its nodes are in ${list}: which is its own?`,
    );
    return locality;
  }
  const zones = [...new Set(places.map(({ zone }) => zone))];
  return declared.zone !== '' && zones.length === 1 ? `${region}/${zones[0]}` : region;
}

function contains(outer: Locality, inner: Locality): boolean {
  return (
    outer.region === inner.region &&
    (outer.zone === '' || outer.zone === inner.zone) &&
    (outer.subzone === '' || outer.subzone === inner.subzone)
  );
}
