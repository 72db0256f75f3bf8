import { formatLocality } from '../mesh/locality.js';

/** How many requests a gateway has sent to each of its upstreams since it started. */
export type Counters = ReadonlyMap<string, UpstreamCounter>;

export interface UpstreamCounter {
  locality: string;
  requests: number;
}

/**
 * Reads Envoy's `/clusters?format=json`: the requests of a host, for each of its endpoints, whatever the subset.
 * Source: envoy/admin/v3/clusters.proto; counters that are 0 have no value in its JSON.
 *
 * @throws SyntaxError if it is not JSON
 */
export function adminCounters(text: string, host: string): Counters {
  const { cluster_statuses: clusters = [] } = JSON.parse(text) as { cluster_statuses?: Status[] };
  const counters = new Map<string, UpstreamCounter>();
  for (const { name = '', host_statuses: hosts = [] } of clusters) {
    const [direction, , , destination] = name.split('|');
    if (direction !== 'outbound' || destination !== host) continue;
    for (const { address, locality = {}, stats = [] } of hosts) {
      const { region = '', zone = '', sub_zone: subzone = '' } = locality;
      const requests = Number(stats.find((stat) => stat.name === 'rq_total')?.value ?? 0);
      const key = `${name} ${JSON.stringify(address)}`;
      counters.set(key, { locality: formatLocality({ region, zone, subzone }), requests });
    }
  }
  return counters;
}

interface Status {
  name?: string;
  host_statuses?: {
    address?: unknown;
    locality?: { region?: string; zone?: string; sub_zone?: string };
    stats?: { name?: string; value?: string | number }[];
  }[];
}

/**
 * Reads `istio_requests_total` of the gateway's Prometheus endpoint, by the cluster that it went to.
 *
 * @param localities of the clusters, by their names
 */
export function metricsCounters(
  text: string,
  host: string,
  localities: ReadonlyMap<string, string>,
): Counters {
  const counters = new Map<string, UpstreamCounter>();
  for (const line of text.split('\n')) {
    const [, labels = '', value = ''] = /^istio_requests_total\{(.*)\} (\S+)/.exec(line) ?? [];
    if (label(labels, 'destination_service') !== host) continue;
    const locality = localities.get(label(labels, 'destination_cluster') ?? '');
    if (locality !== undefined) counters.set(labels, { locality, requests: Number(value) || 0 });
  }
  return counters;
}

function label(labels: string, name: string): string | undefined {
  return new RegExp(`(?:^|,)${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(labels)?.[1];
}

/** What was counted between two readings, by locality; a counter that is smaller than before has begun anew. */
export function countedSince(before: Counters, after: Counters): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [key, { locality, requests }] of after) {
    const earlier = before.get(key)?.requests ?? 0;
    const more = requests < earlier ? requests : requests - earlier;
    if (more > 0) counts.set(locality, (counts.get(locality) ?? 0) + more);
  }
  return counts;
}
