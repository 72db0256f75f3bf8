import { formatLocality } from '../mesh/locality.js';
import type { RowSubject } from '../traffic/result.js';
import type { RetrySettings } from '../traffic/proxy/retry.js';
import type { ProxyCluster } from './proxy-cluster.js';
import {
  doorsOf,
  routesOf,
  type Door,
  type ProxyDestination,
  type ProxyRoute,
} from './proxy-routes.js';
import type { DumpedProxy } from './dumped-proxy.js';
import { noRetries } from './held-retries.js';
import { itemsIn, textIn } from './json-members.js';

/** A cluster that a proxy sends requests of one route to. */
export interface ProxyTarget {
  proxy: DumpedProxy;
  subject: RowSubject;
  /** Undefined where the proxy has none of that name, or nobody can say which. */
  cluster: ProxyCluster | undefined;
  retries: RetrySettings;
  /** Of connections the proxy sees nothing but whether they can be made. */
  isStream: boolean;
  /** Why there is no number; undefined: there is one. */
  doubt: string | undefined;
  /** Why no request reaches an endpoint; undefined: requests do. */
  missing: string | undefined;
  notes: string[];
  /** The path of the Istio object that the route comes from; empty: none is named. */
  source: string;
}

/** What Istio's own proxies route to beside services: their own pod, what is not known, and the control plane. */
const notServices =
  /^(?:inbound|BlackHoleCluster$|PassthroughCluster$|InboundPassthrough|agent$|prometheus_stats$|sds-grpc$|xds-grpc$|zipkin$)/;

/** What the routes of a proxy lead to, once each. */
export function proxyTargets(proxy: DumpedProxy): ProxyTarget[] {
  const targets = new Map<string, ProxyTarget>();
  for (const target of allTargets(proxy)) {
    const { subject } = target;
    const key = JSON.stringify([subject, target.retries, target.isStream, target.doubt]);
    if (!targets.has(key)) targets.set(key, target);
  }
  return [...targets.values()];
}

function* allTargets(proxy: DumpedProxy): Generator<ProxyTarget> {
  for (const door of doorsOf(proxy)) {
    if (door.doubt !== undefined) {
      const name = textIn(door.listener, 'name');
      yield { ...targetOf(proxy, undefined, name), doubt: door.doubt };
    }
    for (const route of routesOf(door)) {
      if (route.answer) continue;
      if (route.destinations.length === 0) {
        if (route.doubt !== undefined) yield routeTarget(proxy, route, undefined);
        continue;
      }
      for (const destination of route.destinations) {
        if (isService(proxy, destination)) yield routeTarget(proxy, route, destination);
      }
    }
    for (const destination of door.streams) {
      if (isService(proxy, destination)) yield streamTarget(proxy, door, destination);
    }
  }
}

function isService({ isOfIstio }: DumpedProxy, { cluster }: ProxyDestination): boolean {
  return !isOfIstio || !notServices.test(cluster);
}

function routeTarget(
  proxy: DumpedProxy,
  route: ProxyRoute,
  destination: ProxyDestination | undefined,
): ProxyTarget {
  const target = targetOf(proxy, destination, route.host);
  const isHashed = /RING_HASH|MAGLEV/.test(target.cluster?.held.settings.lbPolicy ?? '');
  const retries = 'settings' in route.retries ? route.retries.settings : noRetries;
  return {
    ...target,
    subject: {
      ...target.subject,
      publicHost: route.host,
      route: route.name,
      match: route.text || null,
    },
    retries,
    doubt:
      target.doubt ??
      route.doubt ??
      ('doubt' in route.retries ? route.retries.doubt : undefined) ??
      (isHashed && retries.retries > 0 && !route.isHashed
        ? 'retries of a ring of hosts without a hash (hash_policy)'
        : undefined),
    notes: [...target.notes, ...route.notes],
    source: route.source,
  };
}

function streamTarget(
  proxy: DumpedProxy,
  { port, chain }: Door,
  destination: ProxyDestination,
): ProxyTarget {
  const target = targetOf(proxy, destination, '');
  const name = serverNames(chain)[0] ?? `*:${port ?? ''}`;
  return { ...target, subject: { ...target.subject, publicHost: name }, isStream: true };
}

/** The names of servers that a filter chain is for. */
export function serverNames(chain: unknown): string[] {
  return itemsIn(chain, 'filter_chain_match', 'server_names').filter(
    (name) => typeof name === 'string',
  );
}

function targetOf(
  proxy: DumpedProxy,
  destination: ProxyDestination | undefined,
  otherwise: string,
): ProxyTarget {
  const cluster = destination && proxy.find(destination.cluster);
  const name = destination?.cluster ?? otherwise;
  const isWarming = proxy.isWarming(name);
  return {
    proxy,
    subject: {
      host: cluster?.host ?? name,
      port: cluster?.port ?? null,
      subset: cluster?.subset ?? null,
      publicHost: null,
      route: null,
      match: null,
      weight: destination?.share ?? 1,
      client: proxy.name,
      clientKind: proxy.kind,
      clientLocality: formatLocality(proxy.locality),
    },
    cluster,
    retries: noRetries,
    isStream: false,
    doubt: cluster?.doubt ?? (isWarming ? `the cluster ${name} is still warming` : undefined),
    missing: destination && !cluster && !isWarming ? `the proxy has no cluster ${name}` : undefined,
    notes:
      cluster && cluster.ejected > 0
        ? [
            `${cluster.ejected} of its endpoints were ejected as the proxy was read, and count as healthy`,
          ]
        : [],
    source: '',
  };
}
