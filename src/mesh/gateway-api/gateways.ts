import { serviceHost } from '../host-name.js';
import type { Resource } from '../resource.js';
import { satisfiesSelector } from '../selector.js';
import type { Client } from '../topology.js';
import type { ConfigView } from '../view.js';

/** What is needed of a view. */
type Objects = Pick<ConfigView, 'of'>;

/** A Gateway whose pods istiod programs. */
export interface ProgrammedGateway {
  gateway: Resource<'GatewayApiGateway'>;
  /** Whether istiod makes the pods and the Service; else `spec.addresses` names the Service. */
  isManaged: boolean;
  /** The hosts of the Services that select its pods. */
  services: readonly string[];
}

/** The controller of Istio's gateways. */
const controller = 'istio.io/gateway-controller';

/** Classes that Istio brings; an object of the name may say otherwise. */
const builtIn: Readonly<Record<string, string>> = {
  istio: controller,
  'istio-remote': 'istio.io/unmanaged-gateway',
  'istio-waypoint': 'istio.io/mesh-controller',
};

/** The controller of a class; undefined: nothing says it. */
export function controllerOf(view: Objects, className: string): string | undefined {
  const declared = view.of('GatewayClass').find(({ name }) => name === className);
  return (
    declared?.spec.controllerName ??
    (Object.hasOwn(builtIn, className) ? builtIn[className] : undefined)
  );
}

/** Whether a Gateway is one of Istio's ingress gateways; undefined: nothing says it. */
export function isIstioGateway(
  view: Objects,
  { spec }: Resource<'GatewayApiGateway'>,
): boolean | undefined {
  const own = controllerOf(view, spec.gatewayClassName ?? '');
  return own === undefined ? undefined : own === controller;
}

/**
 * The Gateways of Istio's own class, in the order of the manifests, and the Services to which they bind.
 * Source: istio/istio pilot/pkg/config/kube/gateway/conversion.go extractGatewayServices.
 */
export function programmedGateways(view: Objects): ProgrammedGateway[] {
  return view
    .of('GatewayApiGateway')
    .filter((gateway) => isIstioGateway(view, gateway) === true)
    .map(programmed);
}

function programmed(gateway: Resource<'GatewayApiGateway'>): ProgrammedGateway {
  const { spec, annotations, name } = gateway;
  const { addresses = [], gatewayClassName = '' } = spec;
  const [first, second] = addresses;
  const isManaged = !first || (!second && (first.type ?? 'IPAddress') === 'IPAddress');
  if (isManaged) {
    const own = annotations['gateway.istio.io/name-override'] ?? `${name}-${gatewayClassName}`;
    return { gateway, isManaged, services: [serviceHost(own, gateway)] };
  }
  const services = addresses
    .filter(({ type = 'IPAddress' }) => type === 'Hostname')
    .map(({ value = '' }) => (value.includes('.') ? value : serviceHost(value, gateway)));
  return { gateway, isManaged, services };
}

/** The labels that pods of a managed Gateway have. */
export function managedLabels({
  name,
  spec,
}: Resource<'GatewayApiGateway'>): Record<string, string> {
  const { gatewayClassName = '', infrastructure } = spec;
  return {
    ...infrastructure?.labels,
    'gateway.networking.k8s.io/gateway-name': name,
    'gateway.networking.k8s.io/gateway-class-name': gatewayClassName,
  };
}

/** `namespace/name`. */
export function apiGatewayKey({ namespace, name }: Pick<Resource, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/**
 * The ports that a client opens for a Gateway, as its Services have them; `all` where istiod makes the Service, or nothing says which
 * it has; undefined: the client is none of the Gateway's pods.
 * Source: istio/istio pilot/pkg/model/push_context.go mergeGateways; gateway.go resolvePorts.
 */
export function portsFor(
  view: Objects,
  { gateway, isManaged, services }: ProgrammedGateway,
  client: Pick<Client, 'gateway' | 'namespace' | 'labels'>,
): ReadonlySet<number> | 'all' | undefined {
  const isNamed = client.gateway === apiGatewayKey(gateway);
  if (!isNamed && client.namespace !== gateway.namespace) return undefined;
  // The ingress gateway that a cluster has by default is not the pod of a Gateway that brings its own.
  if (!isNamed && client.labels === undefined && isManaged) return undefined;
  const declared = view
    .of('Service')
    .filter(
      (one) => one.namespace === gateway.namespace && services.includes(serviceHost(one.name, one)),
    );
  if (declared.length === 0) {
    if (isNamed) return 'all';
    const isOwn = isManaged && satisfiesSelector(client.labels, nameLabel(gateway));
    return isOwn ? 'all' : undefined;
  }
  const selecting = declared.filter(({ spec: { selector = {} } }) => {
    if (Object.keys(selector).length === 0) return false;
    return isNamed || satisfiesSelector(client.labels, selector);
  });
  if (selecting.length === 0) return undefined;
  const ports = selecting.flatMap(({ spec }) => (spec.ports ?? []).map(({ port }) => port ?? 0));
  return new Set(ports);
}

function nameLabel({ name }: Resource): Record<string, string> {
  return { 'gateway.networking.k8s.io/gateway-name': name };
}
