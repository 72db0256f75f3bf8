import type { Path } from '../foundation/range.js';
import type { HttpRoute, RouteMatch } from '../api/virtual-service.js';
import type { Place, Resource } from './resource.js';

/** What a client does with the requests that a route takes. What one kind of client knows besides is in its own type. */
export interface Route {
  /** The host that requests ask for, as a caller writes it; it may be a wildcard. */
  host: string;
  /** The port that they ask for: of a gateway's listener, or of a Service. */
  port: number;
  /** The VirtualService that has the hosts. */
  root: Resource<'VirtualService'>;
  /** The one in which the route is written: the root, or what it delegates to. */
  virtualService: Resource<'VirtualService'>;
  protocol: Protocol;
  /** Of the route in its VirtualService, such as `['spec', 'http', 0]`. */
  path: Path;
  /** `namespace/virtual-service#` with the route's name, or else its position. */
  name: string;
  /** Any of these is enough; empty: the route asks for nothing, or for no more than everything. */
  matches: string[];
  /** The matches that are for this client and port, in their order; any of them is enough. Empty: the route has none. */
  conditions: readonly RouteMatch[];
  /** The route's turn among those of its virtual host, before those that take everything are moved behind the others. */
  turn: number;
  /** It takes every request that reaches it. */
  catchAll: boolean;
  /**
   * Labels that the client's pod must have for the route to count, where nobody knows whether it has them; undefined: it counts.
   */
  ifLabelled: Readonly<Record<string, string>> | undefined;
  /** No request ever reaches it: others take them all before. */
  shadowed: boolean;
  /** What the client answers without asking an endpoint; undefined where it asks one. */
  answer: OwnAnswer | undefined;
  /** The HTTP route, with what it inherits from the root; undefined for other protocols. */
  http: HttpRoute | undefined;
  destinations: RoutedDestination[];
  /**
   * It is a route of the Gateway API, in the words of Istio's: prefixes of paths end with a segment, and where there is no Envoy cluster,
   * the answer is 500.
   */
  isOfGatewayApi?: boolean;
  /** What of it is not modelled, so that nobody can say what becomes of its requests; missing: nothing. */
  doubt?: string;
  /** A TCP route of a gateway is for a port, whatever hosts its VirtualService has: the first of them alone has rows. */
  isRepeated?: true;
  /** What rows call the host, such as `*:3306`; missing: `host`. */
  publicHost?: string;
}

/** The part of a VirtualService that decides. */
export type Protocol = 'http' | 'tls' | 'tcp';

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
  /** Why there is no Envoy cluster for it, whatever Services there are; missing: there may be one. */
  invalid?: string;
}

/** One step of a request to its destination, and the place of the manifests that is responsible for it. */
export interface RouteStep {
  rule: string;
  text: string;
  place: Place | undefined;
}
/** What a client answers by itself. */

export interface OwnAnswer {
  /** Such as `redirect to https (301)`. */
  text: string;
  /** The HTTP status; undefined where the manifest has none. */
  status: number | undefined;
}
