/**
 * What a drill found out; `drill --format json` writes exactly this. Shares are fractions of 0 to 1, times are seconds. Whatever
 * stands in it was bounded and counted, but text that comes from manifests or answers is not escaped: that is for each format.
 */
export interface DrillResult {
  version: 1;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** `aborted`: stopped before its end, by a signal, an error budget, or a cluster; what was measured until then counts. */
  verdict: DrillVerdict;
  /** Why it is not `passed`, one sentence each; those of every scenario, and those of the drill itself. Empty if passed. */
  reasons: string[];
  /** What may mislead, found before the start; no failure. */
  warnings: string[];
  /** What was confirmed with `--confirm`. */
  environment: string;
  /** The destination host, fully qualified, as in `simulate`. */
  host: string;
  /** The port of the destination, as in `simulate`. */
  port: number | null;
  /** The host that the gateway serves, as in `simulate`. */
  publicHost: string;
  /** Whose behaviour the prediction is. */
  profile: string;
  /** The files that the prediction rests on. */
  manifests: DrillManifest[];
  /** The clusters that took part. */
  clusters: DrillCluster[];
  /** How it was measured. */
  settings: DrillSettings;
  /** What must hold. */
  budgets: DrillBudgets;
  /** In the order in which they were made. */
  scenarios: DrillScenario[];
}

export type DrillVerdict = 'passed' | 'failed' | 'aborted';

/** A file that the prediction rests on. */
export interface DrillManifest {
  /** Relative to the working folder, with `/`. */
  file: string;
  /** Of its text, hexadecimal. */
  sha256: string;
}

export interface DrillCluster {
  /** Its name in the configuration. */
  cluster: string;
  /** Where the cluster is. */
  locality: string;
  /** The API server's address, without credentials. */
  server: string;
  /** The version of Kubernetes. */
  serverVersion?: string;
  /** Ready endpoints of the host before the first outage. */
  endpoints: number;
}

/** How it was measured. */
export interface DrillSettings {
  /** Requests per second of each client. */
  rate: number;
  /** By how much a measured share may differ from the predicted one without being held against it. */
  tolerance: number;
  /** The same for the share of failed requests. */
  errorTolerance: number;
  /** A measured phase disagrees if chance alone gives its numbers with less than this probability. */
  significance: number;
  /** How the answering locality is known. */
  attribution: 'header' | 'body' | 'gateway-admin' | 'gateway-metrics';
}

/** What must hold; undefined: not asked for. */
export interface DrillBudgets {
  /** How long a failover may take. */
  failoverSeconds?: number;
  /** How long the way back may take. */
  failbackSeconds?: number;
  /** Of one scenario, all clients together. */
  failedRequests?: number;
}

export interface DrillScenario {
  /** Such as `scaled-to-zero:europe-west1`. */
  name: string;
  /** Seconds since the drill's start. */
  from: number;
  /** Seconds since the drill's start. */
  to: number;
  /** Of this scenario alone. */
  verdict: DrillVerdict;
  /** Empty if passed. */
  reasons: string[];
  /** Places in the manifests that explain a failure, as the rules see them. */
  causes: DrillCause[];
  /** What was broken. */
  outage: DrillOutage;
  /** In the order of time, without gaps; an aborted scenario has fewer than five. */
  phases: DrillPhase[];
  /** When what happened. */
  timings: DrillTimings;
  /** One for each second and client, in the order of time and then of `clients`. */
  samples: DrillSample[];
}

/** A finding of the linter about the drilled host. */
export interface DrillCause {
  /** The name of the rule. */
  rule: string;
  /** What is wrong. */
  message: string;
  /** Relative to the working folder, with `/`. */
  file: string;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line: number;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  column: number;
}

export interface DrillOutage {
  /** The cluster that was changed. */
  cluster: string;
  /** Whose endpoints were taken away. */
  locality: string;
  /** How they were taken away. */
  kind: DrillOutageKind;
  /** What was changed: `Deployment default/hello-world`. */
  workloads: string[];
}

/** `cordoned`: the endpoints run, but the Service no longer selects them. The others as in the configuration's scenarios. */
export type DrillOutageKind = 'scaled-to-zero' | 'cordoned' | 'unready' | 'failing';

/**
 * `outage` lasts from the change until traffic has moved away (or until there was no more time for it), `recovery` from the
 * restoring until it is back. The three others are steady: they are held to the prediction.
 */
export type DrillPhaseName = 'baseline' | 'outage' | 'failover' | 'recovery' | 'steady';

export interface DrillPhase {
  /** Which part of the scenario it is. */
  name: DrillPhaseName;
  /** Seconds since the drill's start. */
  from: number;
  /** Seconds since the drill's start. */
  to: number;
  /** One for each client, always in the same order. */
  clients: DrillPhaseClient[];
}

/** What one client met in one phase. */
export interface DrillPhaseClient {
  /** As in `simulate`. */
  client: string;
  /** Where the client is. */
  clientLocality: string;
  /** Requests that were sent in the phase and have ended. */
  requests: number;
  /** By the locality that answered; with `unattributed` it sums to 1. Empty without requests. */
  split: { locality: string; share: number }[];
  /** Requests that nobody's answer can be told of: no endpoint, no connection, a timeout, an answer that says nothing. */
  unattributed: number;
  /** Share of requests with a 5xx, a broken connection or a timeout. */
  errors: number;
  /** Share of requests that a limit of a proxy (a circuit breaker) answered with 503, as their answers say it; part of `errors`. Missing in results of older versions. */
  overflow?: number;
  /** Milliseconds, from the drill and not from the gateway; undefined without an answer. */
  latency?: { mean?: number; p50: number; p99: number };
  /** Undefined in `outage` and `recovery`. */
  predicted?: DrillPrediction;
  /** Undefined where nothing is predicted, or there are too few requests to say. */
  agrees?: boolean;
  /** Why not, or why nothing can be said. */
  reason?: string;
  /** The smallest probability, of all shares, that chance alone gives the measured number. */
  pValue?: number;
}

export interface DrillPrediction {
  /** By locality, as in `simulate`. */
  split: { locality: string; share: number; min?: number; max?: number }[];
  /** The share of requests that fail, 0 to 1. */
  errors: number;
  /** The smallest possible value of `errors`. */
  errorsMin?: number;
  /** The largest possible value of `errors`. */
  errorsMax?: number;
  /** The share of `errors` that limits answer under the declared load; only where the configuration says how long answers take. */
  overflow?: number;
  /** Milliseconds at the gateway under the declared load; where `overflow` is. Shown beside what is measured, and never held against it. */
  latencyMs?: { mean: number; p99: number };
  /** As in `simulate`; otherwise min and max count. */
  determined: boolean;
  /** Why it is not determined. */
  reason?: string;
}

/** One second of one client; requests count at the second in which they were sent. */
export interface DrillSample {
  /** Whole seconds since the drill's start. */
  at: number;
  /** The name of the client. */
  client: string;
  /** Requests by the locality that answered, failed answers among them. */
  answered: Record<string, number>;
  /** Of these answers, those that failed. */
  failed: Record<string, number>;
  /** Everything that failed: answers with 5xx, broken connections, timeouts. */
  errors: number;
  /** Of the errors, the timeouts. */
  timeouts: number;
  /** All that were sent: answered, and those that nobody's answer can be told of. */
  requests: number;
  /** Not sent, because too many were still waiting for their answer. */
  skipped: number;
}

export interface DrillTimings {
  /** Seconds since the drill's start at which the outage was made, and at which it was undone. */
  outageAt?: number;
  /** Seconds since the drill's start at which the outage was undone. */
  restoredAt?: number;
  /** From the outage until no request failed or went there any more; undefined: never. */
  failoverSeconds?: number;
  /** From the restoring until the predicted split was back; undefined: never. */
  failbackSeconds?: number;
  /** From the outage to the end of the scenario, all clients together. */
  failedRequests: number;
  /** What the simulator expects over time; undefined where it says nothing. */
  predicted?: { failoverSeconds?: number; failbackSeconds?: number; failedRequests: number };
}
