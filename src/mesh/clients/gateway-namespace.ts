import type { Resource } from '../resource.js';
import type { Resources } from '../resources.js';
import { satisfiesSelector } from '../selector.js';

/** Where the pods of ingress gateways run that the configuration does not declare. */
export interface GatewayNamespace {
  namespace: string;
  /** False: nothing in the manifests says it. */
  isKnown: boolean;
}

/**
 * The namespace of the workloads or Services that the Gateways select; where the manifests hold none, that of the Gateways, if it holds
 * nothing but Gateways; else the one in which Istio's installation puts its own.
 */
export function gatewayNamespace(resources: Resources, otherwise: string): GatewayNamespace {
  const { Gateway, Deployment, StatefulSet, Service } = resources;
  const selectors = Gateway.map(({ spec }) => spec.selector ?? {}).filter(
    (selector) => Object.keys(selector).length > 0,
  );
  const distinct = [...new Map(selectors.map((one) => [JSON.stringify(one), one])).values()].slice(
    0,
    mostSelectors,
  );
  const isGateway = (labels: Readonly<Record<string, string>>) =>
    distinct.some((selector) => satisfiesSelector(labels, selector));
  const running = [
    ...[...Deployment, ...StatefulSet].map((resource) => ({
      resource,
      labels: resource.spec.template?.metadata?.labels ?? {},
    })),
    ...Service.map((resource) => ({ resource, labels: resource.spec.selector ?? {} })),
  ].find(({ labels }) => isGateway(labels))?.resource;
  if (running) return { namespace: running.namespace, isKnown: running.isNamespaceKnown };
  return { namespace: ownNamespace(Gateway, resources) ?? otherwise, isKnown: false };
}

/** Each is compared with each workload; a mesh has one or two. */
const mostSelectors = 50;

/** The one namespace in which all Gateways are, if no other object that routes or runs is in it. */
function ownNamespace(
  gateways: readonly Resource<'Gateway'>[],
  { VirtualService, Service, Deployment, StatefulSet }: Resources,
): string | undefined {
  const namespaces = new Set(gateways.map(({ namespace }) => namespace));
  const [only] = namespaces;
  if (only === undefined || namespaces.size > 1) return undefined;
  const others: Resource[][] = [VirtualService, Service, Deployment, StatefulSet];
  const isShared = others.some((list) => list.some(({ namespace }) => namespace === only));
  return isShared || gateways.some(({ isNamespaceKnown }) => !isNamespaceKnown) ? undefined : only;
}
