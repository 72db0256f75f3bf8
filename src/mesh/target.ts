import type { MergedRule } from './merge-destination-rules.js';
import type { Place } from './resource.js';
import type { Route, RoutedDestination } from './route.js';
import type { Client } from './topology.js';
import type { EffectivePolicy } from './traffic-policy.js';

/** One client, and one Envoy cluster (host, port, subset) that it sends requests to. */
export interface Target {
  client: Client;
  /** Qualified. */
  host: string;
  /** The service's; undefined where nothing says it. */
  port: number | undefined;
  subset: string | undefined;
  /** Undefined for a host that is declared, but not routed. */
  route: Route | undefined;
  destination: RoutedDestination | undefined;
  /** Where the host is named: the route's destination, or the declaration; undefined for `workloads`. */
  place: Place | undefined;
  /**
   * The rules and policies that apply; several where the manifests do not tell which rule is older,
   * none without a DestinationRule.
   */
  policies: TargetPolicy[];
  /** The regions in which the host has endpoints, sorted. */
  regions: string[];
  /** It gets connections of which the client sees no requests, though no route says so; missing: its route says it. */
  isStream?: true;
  /** Set where no request reaches the target, because its public host is not served. */
  unserved?: UnservedHost;
}

/** Whether a client passes on connections to the target, in which it sees no requests. */
export function takesStreams({ isStream, route }: Pick<Target, 'isStream' | 'route'>): boolean {
  return isStream ?? (route !== undefined && route.protocol !== 'http');
}

/** A public host of which no request, or none that a route takes, comes to an endpoint. */
export interface UnservedHost {
  publicHost: string;
  /** The route that a client answers with 5xx by itself; undefined where no gateway serves the host. */
  route?: Route;
  /** For the row. */
  reason: string;
  /** False: nobody can tell, so that the row has no number. */
  isCertain: boolean;
  /** Whether the VirtualService is for sidecars too, whose requests it does route. */
  isForMesh: boolean;
}

/** A target that several clients have alike; `client` is the first of them. */
export interface SharedTarget extends Target {
  clients: readonly Client[];
}

export interface TargetPolicy {
  merged: MergedRule;
  policy: EffectivePolicy;
}
