import type { Locality } from '../../mesh/locality.js';

interface Labelled {
  labels: Readonly<Record<string, string>>;
  locality: Locality;
  cluster: string;
  registryCluster?: string;
  network: string;
  node?: string;
}

/**
 * The labels of a proxy or endpoint with those that istiod adds. Its own value wins only for the network.
 * Source: istio/istio pilot/pkg/serviceregistry/util/label/label.go AugmentLabels.
 */
export function augmentLabels(of: Labelled): Record<string, string> {
  const labels: Record<string, string> = { ...of.labels };
  const { region, zone, subzone } = of.locality;
  if (region) labels['topology.kubernetes.io/region'] = region;
  if (zone) labels['topology.kubernetes.io/zone'] = zone;
  if (subzone) labels['topology.istio.io/subzone'] = subzone;
  const cluster = of.registryCluster ?? of.cluster;
  if (cluster) labels['topology.istio.io/cluster'] = cluster;
  if (of.node) labels['kubernetes.io/hostname'] = of.node;
  if (of.network && !labels['topology.istio.io/network']) {
    labels['topology.istio.io/network'] = of.network;
  }
  return labels;
}
