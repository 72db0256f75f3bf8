import { UserError } from '../foundation/errors.js';
import { isMapping } from '../foundation/values.js';
import type { Config } from '../config/config.js';

/** What Istio's standard metrics say of the load of hosts. */
export interface MeasuredLoad {
  /** Where it was read: an address without credentials and query, or a file. */
  source: string;
  /** The time that rates and means are taken over, as in Prometheus: `1h`. */
  window: string;
  /** Requests to each host, by the cluster that sends them. */
  rates: MeasuredRate[];
  /** Mean times of the pods, by the cluster that they run in. */
  latencies: MeasuredLatency[];
}

/** Requests that the proxies of a cluster send to a host, as `rps` of `clients` has it. */
export interface MeasuredRate {
  /** Fully qualified. */
  host: string;
  /** Whose proxies send the requests. */
  cluster: string;
  /** Of the cluster, as the configuration has it; empty where it does not list the cluster. */
  locality: string;
  /** Requests per second. */
  rps: number;
}

/** The mean time in which the pods of a cluster answer, as `latencyMs` of endpoints has it. */
export interface MeasuredLatency {
  /** Fully qualified. */
  host: string;
  /** Where the pods run. */
  cluster: string;
  /** Of the cluster, as the configuration has it; empty where it does not list the cluster. */
  locality: string;
  /** Milliseconds. */
  latencyMs: number;
}

const measuredWindow = '1h';

/**
 * One instant query for everything: rates as the callers' proxies count them, times as the pods' own proxies do, without the network. The
 * labels `measure` and `window` say in the answer what each number is.
 * Source: istio.io/docs/reference/config/metrics; prometheus.io/docs/prometheus/latest/querying/functions label_replace.
 */
export const loadQuery = [
  labelled(
    'rate',
    `sum by (destination_service, source_cluster) (${rate('istio_requests_total', 'source')})`,
  ),
  labelled(
    'latency',
    `sum by (destination_service, destination_cluster) (${rate('istio_request_duration_milliseconds_sum', 'destination')}) / ` +
      `sum by (destination_service, destination_cluster) (${rate('istio_request_duration_milliseconds_count', 'destination')})`,
  ),
].join(' or ');

function rate(metric: string, reporter: string): string {
  return `rate(${metric}{reporter="${reporter}"}[${measuredWindow}])`;
}

function labelled(measure: string, query: string): string {
  const inner = `label_replace(${query}, "measure", "${measure}", "", "")`;
  return `label_replace(${inner}, "window", "${measuredWindow}", "", "")`;
}

/**
 * Takes the loads of hosts out of Prometheus' answer to the query.
 *
 * @param source As it is shown.
 * @throws UserError where the text is no such answer
 */
export function measuredLoadOf(
  text: string,
  source: string,
  { clusters = [] }: Config,
  hosts: ReadonlySet<string> | undefined,
): MeasuredLoad {
  const samples = samplesIn(text, source);
  const localities = new Map(clusters.map(({ name, locality }) => [name, locality]));
  const rates: MeasuredRate[] = [];
  const latencies: MeasuredLatency[] = [];
  let window = '';
  for (const { labels, value } of samples) {
    const { measure, destination_service: host = '' } = labels;
    const cluster = (measure === 'rate' ? labels.source_cluster : labels.destination_cluster) ?? '';
    if (hosts ? !hosts.has(host) : host === '' || host === 'unknown') continue;
    window = labels.window ?? window;
    const place = { host, cluster, locality: localities.get(cluster) ?? '' };
    if (measure === 'rate') rates.push({ ...place, rps: rounded(value) });
    if (measure === 'latency') latencies.push({ ...place, latencyMs: rounded(value) });
  }
  return { source, window, rates: rates.sort(byPlace), latencies: latencies.sort(byPlace) };
}

interface Sample {
  labels: Record<string, string | undefined> & {
    measure?: string;
    window?: string;
    destination_service?: string;
    source_cluster?: string;
    destination_cluster?: string;
  };
  value: number;
}

function samplesIn(text: string, source: string): Sample[] {
  const answer = parsed(text);
  if (!isMapping(answer) || answer['status'] !== 'success' || !isMapping(answer['data'])) {
    throw new UserError(`${source}: no answer of Prometheus to a query: "status" is not "success"`);
  }
  const { resultType, result } = answer['data'];
  if (resultType !== 'vector' || !Array.isArray(result)) {
    throw new UserError(`${source}: no answer to an instant query: "resultType" is not "vector"`);
  }
  return result.flatMap((one: unknown): Sample[] => {
    if (!isMapping(one) || !isMapping(one['metric']) || !Array.isArray(one['value'])) return [];
    // A mean of no requests is NaN.
    const value = Number(one['value'][1]);
    if (!Number.isFinite(value) || value <= 0) return [];
    const texts = Object.entries(one['metric']).filter(([, label]) => typeof label === 'string');
    return [{ labels: Object.fromEntries(texts) as Sample['labels'], value }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function byPlace(
  one: { host: string; cluster: string },
  other: { host: string; cluster: string },
): number {
  const [a, b] = [`${one.host} ${one.cluster}`, `${other.host} ${other.cluster}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
