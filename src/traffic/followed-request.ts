import type { ClientKind } from '../config/config.js';
import type { LocalityShare, PlacedStep } from './result.js';

/** The requests that were followed. */
export interface FollowResult {
  version: 1;
  /** One for each request, client and scenario. */
  requests: FollowedRequest[];
}

/** A request as it was asked for. */
export interface AskedRequest {
  /** Such as `GET`. */
  method: string;
  /** In full, with scheme and host. */
  url: string;
  /** By their names, as they were given; empty without any. */
  headers: Record<string, string>;
}

/**
 * What the client's proxy does with a request: it sends it on (`forwarded`), answers it itself as the manifests say (`direct-response`,
 * `redirect`), has nothing for it (`no-route`: 404, or no connection), sends it to where it was going anyway (`passthrough`). `undefined`:
 * it depends on something that is not modelled, and `reason` says on what.
 */
export type RequestOutcome =
  'forwarded' | 'direct-response' | 'redirect' | 'no-route' | 'passthrough' | 'undefined';

/** What becomes of one request of one client in one scenario. */
export interface FollowedRequest {
  /** The environment's name; missing where there is only one. */
  environment?: string;
  /** What was asked for. */
  request: AskedRequest;
  /** The name of the client. */
  client: string;
  clientKind: ClientKind;
  /** Where the client is. */
  clientLocality: string;
  /** The name of the set of outages. */
  scenario: string;
  outcome: RequestOutcome;
  /**
   * What the client's proxy answers by itself: to the requests that no endpoint gets, if there are such.
   *
   * @asType integer
   * @minimum 100
   * @maximum 999
   */
  status?: number;
  /** The route that takes the request; missing where none does. */
  route?: RouteReference;
  /** Where the route sends it; empty where it sends it nowhere. */
  destinations: FollowedDestination[];
  /**
   * Over all destinations, by the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty where no
   * endpoint is asked, or where the result is undefined.
   */
  split: LocalityShare[];
  /**
   * The share of such requests for which no endpoint could be tried; 0 where the manifests have the proxy answer them; null where the
   * result is undefined.
   *
   * @minimum 0
   * @maximum 1
   */
  unanswered: number | null;
  /**
   * The share of such requests that get a 5xx, or nothing of what was asked for: no route, an injected fault; null where the result is
   * undefined.
   *
   * @minimum 0
   * @maximum 1
   */
  errors: number | null;
  /**
   * The smallest possible value of `errors`; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  errorsMin?: number;
  /**
   * The largest possible value of `errors`; only where the result is not determined.
   *
   * @minimum 0
   * @maximum 1
   */
  errorsMax?: number;
  /** Whether the result has no chance in it but that of weights; if not, `reason` says why, and the bounds hold. */
  determined: boolean;
  /** Why the result is not determined or not known, or why nobody is served. */
  reason?: string;
  /** What happens to such requests beside it, and is in none of the numbers: mirrors, delays. */
  notes?: string[];
  /** From the client to the endpoints, step by step; with `--explain` also the routes that do not take it, and why the endpoints get it. */
  steps: PlacedStep[];
}

/** A route of the manifests. */
export interface RouteReference {
  /** Of the object in which it is written. */
  kind: string;
  /** Of the object. */
  namespace: string;
  /** Of the object. */
  name: string;
  /** The route's own name, or else its position, from 0. */
  rule?: string;
}

/** One of the places where a route sends requests. */
export interface FollowedDestination {
  /** Fully qualified. */
  host: string;
  /** Of the Service; null where nothing says it. */
  port: number | null;
  /** Null without one. */
  subset: string | null;
  /**
   * Of the requests that the route takes.
   *
   * @minimum 0
   * @maximum 1
   */
  share: number;
}
