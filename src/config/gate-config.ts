/** How a deployment is verified, beside what the control plane writes into the status of objects. */
export interface VerifyConfig {
  /** Whether istiod is asked what its proxies have. Default: yes. */
  istiod?: boolean;
  /** Where istiod runs. Default: the root namespace. */
  istiodNamespace?: string;
  /** Requests through the ingress gateways. Default: none. */
  probes?: ProbeConfig[];
}

/** A request to `clusters[].ingress.url` of each cluster that was written, and the answer that it must have. */
export interface ProbeConfig {
  /** Default: that of the URL. */
  path?: string;
  /** The Host header. Default: `hostHeader` of the ingress, else the host of the URL. */
  host?: string;
  /** Default: 200. */
  status?: number;
  /** Default: all that have an ingress URL. */
  clusters?: string[];
}

/** What must hold before the next clusters are written; one key. */
export interface GateConfig {
  /** So long nothing must happen to what was written, such as `2m`. */
  soak?: string;
  prometheus?: PrometheusConfig;
  drill?: DrillGateConfig;
}

/** A drill of the clusters that are written, which must pass. */
export interface DrillGateConfig {
  /** Outages; those of clusters that are not written yet are left out. Default: `drill.scenarios`. */
  scenarios?: string[];
  /** The destination host. Default: `drill.host`, or the only one. */
  host?: string;
}

/** A query, and where each value of its result must be; one bound at least. */
export interface PrometheusConfig {
  url: string;
  query: string;
  above?: number;
  below?: number;
  /** It must hold so long without a break. Default: once is enough. */
  for?: string;
  /** It must have held by then. Default: `for` and one minute. */
  within?: string;
}

/** Milliseconds of `90s`, `2m` or `1h`; undefined for anything else, and for more than a week. */
export function durationMs(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
  const factor = { s: 1_000, m: 60_000, h: 3_600_000 }[unit];
  if (factor === undefined) return undefined;
  const ms = Number(amount) * factor;
  return ms <= longestMs ? ms : undefined;
}

const longestMs = 7 * 24 * 3_600_000;
