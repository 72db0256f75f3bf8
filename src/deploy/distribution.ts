import { textAt } from '../foundation/values.js';
import type { Count, ProxyCounts } from './verified.js';

/** What istiod says about one proxy. */
export interface ProxyState {
  id: string;
  isGateway: boolean;
  /** By kind of configuration: `cluster`, `listener`, … */
  parts: ReadonlyMap<PartName, ProxyPart>;
}

/** The kinds of configuration that a proxy answers for. */
export const partNames = ['cluster', 'listener', 'route', 'endpoint', 'extensionconfig'] as const;

export type PartName = (typeof partNames)[number];

export interface ProxyPart {
  /** Names what was sent last. */
  sent: string;
  /** Names what was accepted last. */
  acked: string;
  /** Why the proxy refuses what was sent; undefined: it does not. */
  error: string | undefined;
}

/** By name: a proxy may move to another istiod. */
export type Proxies = ReadonlyMap<string, ProxyState>;

/** What has become of the proxies since the writes. */
export interface Distribution {
  counts: ProxyCounts;
  /** Proxies that were sent clusters, listeners or routes since. */
  served: number;
  /** Those that have refused what was sent since, and why. */
  refusing: { id: string; error: string }[];
  /** Those that were up to date before, and are not now. */
  behind: string[];
  /** Those that were not up to date before either, or not there. */
  behindBefore: string[];
}

/** Compares what istiod said before the writes with what it says now. */
export function distribution(before: Proxies, now: Proxies): Distribution {
  const all: Distribution = {
    counts: { gateways: { total: 0, current: 0 }, others: { total: 0, current: 0 } },
    served: 0,
    refusing: [],
    behind: [],
    behindBefore: [],
  };
  for (const proxy of now.values()) {
    const old = before.get(proxy.id);
    const isDone = isCurrent(proxy);
    add(proxy.isGateway ? all.counts.gateways : all.counts.others, isDone);
    if (isServed(old, proxy)) all.served++;
    const error = newError(old, proxy);
    if (error !== undefined) all.refusing.push({ id: proxy.id, error });
    if (isDone) continue;
    // Who has come since may have its reasons.
    const wasBehind = old === undefined || !isCurrent(old);
    (wasBehind ? all.behindBefore : all.behind).push(proxy.id);
  }
  return all;
}

function add(count: Count, isDone: boolean): void {
  count.total++;
  if (isDone) count.current++;
}

/** Whether a proxy has accepted everything that was sent to it. */
function isCurrent({ parts }: ProxyState): boolean {
  return [...parts.values()].every(({ sent, acked, error }) => {
    return error === undefined && (sent === '' || sent === acked);
  });
}

/** Endpoints change by themselves. */
const configured: readonly PartName[] = ['cluster', 'listener', 'route'];

function isServed(old: ProxyState | undefined, { parts }: ProxyState): boolean {
  return configured.some((name) => {
    const sent = parts.get(name)?.sent ?? '';
    return sent !== '' && sent !== old?.parts.get(name)?.sent;
  });
}

/** What a proxy has refused all along is nothing that the writes have done. */
function newError(old: ProxyState | undefined, { parts }: ProxyState): string | undefined {
  for (const [name, { error }] of parts) {
    if (error !== undefined && error !== old?.parts.get(name)?.error) return error;
  }
  return undefined;
}

const typeUrls: Readonly<Record<PartName, string>> = {
  cluster: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  listener: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  route: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
  endpoint: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  extensionconfig: 'type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig',
};

/**
 * Reads the answer of istiod's `/debug/syncz`: a list with `proxy`, `proxy_type`, `cluster_sent`, `cluster_acked` and so on, and in
 * `resources` the last error by type (istio.io/istio, pilot/pkg/xds/debug.go).
 *
 * @throws Error where it is nothing of that kind
 */
export function readSyncz(value: unknown): ProxyState[] {
  if (!Array.isArray(value)) throw new Error('the list of proxies is no list');
  return value.map((each: unknown) => {
    const id = textAt(each, 'proxy');
    if (id === undefined) throw new Error('the list of proxies has one without a name');
    const parts = partNames.map((name): [PartName, ProxyPart] => {
      const error = textAt(each, 'resources', typeUrls[name], 'lastError')?.slice(0, 2_000);
      const [sent = '', acked = ''] = ['sent', 'acked'].map((what) =>
        textAt(each, `${name}_${what}`),
      );
      return [name, { sent, acked, error }];
    });
    return { id, isGateway: textAt(each, 'proxy_type') === 'router', parts: new Map(parts) };
  });
}
