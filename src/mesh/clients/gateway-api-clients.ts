import {
  apiGatewayKey,
  managedLabels,
  programmedGateways,
  type ProgrammedGateway,
} from '../gateway-api/gateways.js';
import { serviceHost } from '../host-name.js';
import type { Resource } from '../resource.js';
import type { Resources } from '../resources.js';
import { defaultRequestsPerSecond, type Client, type ClusterSite } from '../topology.js';
import type { ConfigView } from '../view.js';

/** What is needed of a view to find Gateways. */
type Objects = Pick<ConfigView, 'of'>;

/** The Gateways of the Gateway API of a cluster whose pods are clients: one each. */
export function apiGatewayClients(resources: Resources, cluster: ClusterSite): Client[] {
  const objects = objectsOf(resources, cluster.name);
  const gateways = programmedGateways(objects);
  return gateways.map((one) => {
    const { gateway } = one;
    const isNamesake = (other: ProgrammedGateway) => other.gateway.name === gateway.name;
    const isAlone = gateways.filter(isNamesake).length === 1;
    const name = isAlone ? gateway.name : `${gateway.namespace}-${gateway.name}`;
    return {
      kind: 'gateway',
      name: cluster.name === '' ? name : `${name}-${cluster.name}`,
      cluster: cluster.name,
      locality: cluster.locality,
      namespace: gateway.namespace,
      isNamespaceKnown: gateway.isNamespaceKnown,
      network: cluster.network,
      gateway: apiGatewayKey(gateway),
      labels: labelsOfPods(objects, one),
      rps: defaultRequestsPerSecond,
    };
  });
}

/** The labels of the pods of a Gateway of the Gateway API, by its `namespace/name`; undefined: nothing says them. */
export function labelsOfGateway(
  resources: Resources,
  cluster: string,
  key: string,
): Record<string, string> | undefined {
  const objects = objectsOf(resources, cluster);
  const own = programmedGateways(objects).find(({ gateway }) => apiGatewayKey(gateway) === key);
  return own && labelsOfPods(objects, own);
}

function labelsOfPods(
  objects: Objects,
  { gateway, isManaged, services }: ProgrammedGateway,
): Record<string, string> | undefined {
  if (isManaged) return managedLabels(gateway);
  const service = objects
    .of('Service')
    .find(
      (one) => one.namespace === gateway.namespace && services.includes(serviceHost(one.name, one)),
    );
  return service?.spec.selector;
}

function objectsOf(resources: Resources, cluster: string): Objects {
  return {
    of: (kind) => {
      const all: readonly Resource[] = resources[kind];
      return all.filter(({ cluster: only }) => only === undefined || only === cluster) as never;
    },
  };
}
