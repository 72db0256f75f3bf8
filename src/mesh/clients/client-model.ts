import type { Memory } from '../../foundation/memory.js';
import type { GatewayApiView } from '../gateway-api/gateway-api-view.js';
import type { Mesh } from '../mesh.js';
import type { MeshRequest } from '../request.js';
import type { Place, Resource } from '../resource.js';
import type { Attempt } from '../route-order.js';
import type { RouteBudget } from '../route-budget.js';
import type { Route, RouteStep } from '../route.js';
import type { Services } from '../services.js';
import type { Client, ClusterSite } from '../topology.js';
import type { ConfigView } from '../view.js';
import type { GatewayNamespace } from './gateway-namespace.js';

/**
 * What a kind of client is: how it routes requests, and the words for it. Each kind is one file of this folder; nothing
 * outside of it knows how the kinds differ.
 *
 * @typeParam R What the kind knows of a route besides what all kinds do. It gets back only routes that it made.
 */
export interface ClientModel<R extends Route = Route> {
  /**
   * The routes of a client, in the order in which it tries them.
   *
   * @throws UserError where the mesh has more of them than its budget.
   */
  routes(client: Client, surroundings: ClientSurroundings): R[];
  /** What becomes of one request up to the routes that are compared with it. */
  receive(mesh: Mesh, client: Client, request: MeshRequest): Reception;
  /** How a request gets to the route, for who wants an explanation. */
  entrySteps(route: R): RouteStep[];
  /** The objects that decide whether it gets there, besides VirtualServices. */
  entryObjects(route: R): Resource[];
  /**
   * Whether a client has an Envoy cluster for a port of a host; missing: for everything that is exported to its namespace. A port that
   * nobody knows is any.
   */
  knows?(mesh: Mesh, client: Client, host: string, port: number | undefined): boolean;
  /** The namespace of the service that a host means for a client, and whose DestinationRules count; missing: the first that declares it. */
  namespaceOf?(mesh: Mesh, client: Client, host: string): string | undefined;
  /** What clients reach without a route of the manifests; missing: everything that is declared, for want of anybody else who asks for it. */
  direct?(mesh: Mesh, client: Client): DirectDestination[];
  /** Whether the policies for a client's pod (AuthorizationPolicy, RequestAuthentication) are about the requests that it sends on. */
  isGuarded: boolean;
  /** Labels of a client whose configuration names none; undefined: nobody knows them. */
  defaultLabels: Record<string, string> | undefined;
  /** Where clients of this kind run that do not say it. */
  defaultNamespace: string;
  /** The client that a cluster has where the configuration declares none; undefined: none of this kind. */
  defaultClient?(cluster: ClusterSite, place: GatewayNamespace): Client;
  /** Whether a front door (`frontDoor`) leads its requests to other clusters once its own is lost. */
  isBehindFrontDoor: boolean;
  /** Why no VirtualService routes the requests of any client, and what to do about it. */
  whyNothingIsRouted(mesh: Mesh): string;
  words: ClientWords;
}

/** How a request arrives at a client's proxy. */
export interface Reception {
  /** How it gets to the routes, or to the end. */
  steps: RouteStep[];
  /** The comparisons that the proxy makes for it, in their order; undefined where it does not get so far. */
  attempts: readonly Attempt[] | undefined;
  /** What ends it before any route is compared; undefined with `attempts` and with `direct`. */
  end: ReceptionEnd | undefined;
  /** Where it is sent without a route of the manifests: to the service that it asks for. */
  direct?: DirectDestination | undefined;
  /** The proxy ends the client's TLS, and passes on what is in it; missing: it does not, or takes requests. */
  endsTls?: true;
  /** The objects that decide so far: what changes one of them may change the end. */
  objects: Resource[];
}

/** A service that a proxy sends requests to where no route says anything else. */
export interface DirectDestination {
  /** Qualified. */
  host: string;
  port: number | undefined;
  /** What declares it; undefined: nothing here does. */
  place: Place | undefined;
  /** It gets connections, in which the proxy sees no requests; missing: it gets requests of HTTP. */
  isStream?: true;
}

/** What a proxy does with a request that no route takes. */
export interface ReceptionEnd {
  /** `undefined`: nobody knows, for the reason. */
  outcome: 'redirect' | 'no-route' | 'passthrough' | 'undefined';
  /** What the proxy answers; undefined where it closes the connection. */
  status: number | undefined;
  /** A sentence without its full stop. */
  reason: string;
}

/** What a client's routes follow from. */
export interface ClientSurroundings {
  mesh: Mesh;
  /** What its istiod reads. */
  view: ConfigView;
  /** What its istiod makes of the Gateway API's objects. */
  gatewayApi: GatewayApiView;
  services: Services;
  /** Of VirtualServices without one of their own. */
  exportTo: readonly string[] | undefined;
  budget: RouteBudget;
  memory: Memory;
}

/** How people say where requests come in. An empty locality is `no region`. */
export interface ClientWords {
  /** The proxy, as in `the gateway`. */
  proxy: string;
  /** Who sends the requests: `clients entering in europe-west1`. */
  clients(locality: string): string;
  /** `clients that enter in europe-west1`. */
  senders(locality: string): string;
  /** `requests entering in europe-west1`. */
  requests(locality: string): string;
  /** Stands behind `requests` or `sessions`: `that enter in europe-west1`. */
  thatEnter(locality: string): string;
}
