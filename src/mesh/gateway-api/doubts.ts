import { gatewayKey } from '../gateways.js';
import { isSubsetOf } from '../host-name.js';
import type { Resource } from '../resource.js';
import type { Client } from '../topology.js';
import type { ConfigView } from '../view.js';
import type { GatewayApiView } from './gateway-api-view.js';
import { apiGatewayKey, isIstioGateway, portsFor, programmedGateways } from './gateways.js';
import { defaultParent, referenced } from './references.js';

/** Why nobody can say what a client has of its Gateway, whatever it is asked; undefined: somebody can. */
export function clientDoubt(
  view: ConfigView,
  { listeners }: GatewayApiView,
  client: Client,
): string | undefined {
  const own = ownDoubt(view, client);
  if (own !== undefined) return own;
  const [unsure] = listeners.unsure.filter(({ namespace, spec }) => {
    const parent = apiGatewayKey(referenced(spec.parentRef ?? {}, defaultParent, namespace));
    return programmedGateways(view).some(
      (one) => apiGatewayKey(one.gateway) === parent && portsFor(view, one, client) !== undefined,
    );
  });
  return (
    unsure &&
    `ListenerSet ${unsure.namespace}/${unsure.name} may be attached: a selector of namespaces decides, and the manifests do not hold ` +
      `Namespace ${unsure.namespace}`
  );
}

function ownDoubt(view: ConfigView, client: Client): string | undefined {
  const { gateway: key } = client;
  if (key === undefined) return undefined;
  const gateway = view.of('GatewayApiGateway').find((one) => apiGatewayKey(one) === key);
  if (!gateway) return `Gateway ${key} of the client is not among these manifests`;
  if (isIstioGateway(view, gateway) !== true) {
    return `Gateway ${key} is of class "${gateway.spec.gatewayClassName ?? ''}", which is not known as one of Istio's ingress gateways`;
  }
  const [own] = programmedGateways(view).filter((one) => one.gateway === gateway);
  if (own && portsFor(view, own, client) === undefined) {
    return `the Service of Gateway ${key} selects no pods`;
  }
  return undefined;
}

/** Why nobody can say which routes one of the listeners has for a host; undefined: somebody can. */
export function hostDoubt(
  api: GatewayApiView,
  gateways: readonly Resource<'Gateway'>[],
  host: string,
): string | undefined {
  for (const gateway of gateways) {
    const doubt = api.doubts(gatewayKey(gateway)).find((one) => isSubsetOf(host, one.host));
    if (doubt) return doubt.reason;
  }
  return undefined;
}
