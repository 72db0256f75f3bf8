import type { Mesh } from '../../mesh/mesh.js';
import type { Client, EndpointGroup } from '../../mesh/topology.js';
import { augmentLabels } from '../../traffic/control-plane/labels.js';

/** An entry of `failoverPriority`: the label, and the value that counts in place of the client's. */
export interface PriorityLabel {
  name: string;
  value: string | undefined;
  index: number;
}

export function priorityLabels(entries: readonly string[]): PriorityLabel[] {
  return entries.map((entry, index) => {
    const [name = '', value] = entry.split('=');
    return { name, value, index };
  });
}

/** Labels of the place, which endpoints behind an east-west gateway do not have. */
export const placeLabels: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/** Every label that istiod adds by itself. */
export const derivedLabels: readonly string[] = [
  ...placeLabels,
  'topology.istio.io/cluster',
  'topology.istio.io/network',
  'kubernetes.io/hostname',
];

/** How many of the first labels an endpoint shares with the client. */
export function matchedLabels(
  labels: readonly PriorityLabel[],
  client: Readonly<Record<string, string>>,
  endpoint: Readonly<Record<string, string>>,
): number {
  const first = labels.findIndex(
    ({ name, value }) => (value ?? client[name] ?? '') !== (endpoint[name] ?? ''),
  );
  return first < 0 ? labels.length : first;
}

/** The labels of a client or of endpoints, with those of their place. */
export function augmentedLabels(of: Client | EndpointGroup): Record<string, string> {
  return augmentLabels({ ...of, labels: of.labels ?? {} });
}

/** The endpoints of a host that a client reaches through east-west gateways. */
export function behindGateways({ topology }: Mesh, client: Client, host: string): EndpointGroup[] {
  const networks = new Set(
    topology.clusters
      .filter(({ network, eastWestGateways }) => network !== '' && eastWestGateways > 0)
      .map(({ network }) => network),
  );
  return topology
    .endpoints(host)
    .filter(({ network }) => network !== client.network && networks.has(network));
}
