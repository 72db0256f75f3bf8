import type { Path } from '../foundation/range.js';
import type { HttpRoute } from '../api/virtual-service.js';
import type { Resource } from './resource.js';

/** What a gateway does with the requests for a public host that a route takes. */
export interface PublicRoute {
  gateway: Resource<'Gateway'>;
  /** Position in the Gateway's `servers`. */
  server: number;
  /** Of the server. */
  port: number;
  publicHost: string;
  /** The VirtualService that is bound to the Gateway. */
  root: Resource<'VirtualService'>;
  /** The one in which the route is written: the root, or what it delegates to. */
  virtualService: Resource<'VirtualService'>;
  protocol: 'http' | 'tls' | 'tcp';
  /** Of the route in its VirtualService, such as `['spec', 'http', 0]`. */
  path: Path;
  /** `namespace/virtual-service#` with the route's name, or else its position. */
  name: string;
  /** Any of these is enough; empty: the route asks for nothing, or for no more than everything. */
  matches: string[];
  /** It takes every request that reaches it. */
  catchAll: boolean;
  /** No request ever reaches it: others take them all before. */
  shadowed: boolean;
  /** What the gateway answers without asking an endpoint; undefined where it asks one. */
  answer: string | undefined;
  /** The HTTP route, with what it inherits from the root; undefined for other protocols. */
  http: HttpRoute | undefined;
  destinations: RoutedDestination[];
}

/** One destination of a route. */
export interface RoutedDestination {
  /** Qualified. */
  host: string;
  port: number | undefined;
  subset: string | undefined;
  /** Share of the route's requests, 0 to 1. */
  share: number;
  /** In the route's `virtualService`. */
  path: Path;
}
