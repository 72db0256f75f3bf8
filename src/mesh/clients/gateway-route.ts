import { writtenKind } from '../gateway-api/references.js';
import type { Place, Resource } from '../resource.js';
import type { Route } from '../route.js';
import { virtualHostKey } from './gateway-servers.js';

/** What an ingress gateway does with the requests for a public host that a route takes. */
export interface GatewayRoute extends Route {
  gateway: Resource<'Gateway'>;
  /** Position in the Gateway's `servers`; `port` is the one that it listens on. */
  server: number;
  /** As in `GatewayServer`. */
  listener: string;
  /** Where a listener of the Gateway API is written; missing for a server. */
  at?: Place;
  /** Every request for the host is redirected to https, before any route is compared with it. */
  isRedirected: boolean;
}

/**
 * Whether they are from one VirtualService for one server: then nothing stands behind a route that takes everything.
 * Source: istio/istio pilot/pkg/networking/core/gateway.go buildGatewayHTTPRouteConfig.
 */
export function isOneList(a: GatewayRoute, b: GatewayRoute): boolean {
  return a.gateway === b.gateway && a.server === b.server && a.root === b.root;
}

/** What a Gateway is called: of a listener of the Gateway API, the object that has it. */
export function gatewayTitle(gateway: Resource<'Gateway'>): string {
  const { namespace, name } = gateway;
  const [own = name] = name.split('~');
  return `${writtenKind(gateway)} ${namespace}/${own}`;
}

/** The same text for routes among which a request chooses. */
export function virtualHostOf({ host, listener }: GatewayRoute): string {
  return virtualHostKey(host, listener);
}
