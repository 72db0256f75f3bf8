import type { AttributionConfig, ClusterConfig, Config, IngressConfig } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import { UserError } from '../foundation/errors.js';
import type { Tolerances } from './compare-phase.js';
import type { DrillBudgets } from './drill-result.js';

/** A cluster whose ingress gateway is asked. */
export interface DrilledCluster extends ClusterConfig {
  ingress: IngressConfig & { url: string };
}

/** What the configuration says about drills, with every default filled in. */
export interface ConfiguredDrill extends Tolerances {
  environment: string;
  clusters: DrilledCluster[];
  attribution: AttributionConfig;
  /** Requests per second of each client. */
  rate: number;
  timeoutMs: number;
  freshConnections: number;
  phaseSeconds: number;
  survivors: number;
  stopAfterFailedRequests: number;
  cordonLabels: Record<string, string>;
  budgets: DrillBudgets & { failoverSeconds: number; failbackSeconds: number };
}

/** Chance alone fails one phase in a thousand drills, or fewer. */
const significance = 0.001;

/** Seconds for which everything may fail beyond the failover's budget, before the drill stops itself. */
const graceSeconds = 30;

/** @throws UserError where something is missing that has no default. */
export function drillSettings(config: Config): ConfiguredDrill {
  const { drill, deploy, file } = config;
  const where = file ?? 'mesh-failover.yaml';
  const all = declaredClusters(config, 'name, locality, context and ingress').map(
    (cluster): DrilledCluster => {
      const { name, ingress } = cluster;
      if (ingress?.url !== undefined)
        return { ...cluster, ingress: { ...ingress, url: ingress.url } };
      throw new UserError(
        `${where}: cluster ${name} has no ingress.url; say where its ingress gateway takes requests, such as ingress: {url: "http://…"}`,
      );
    },
  );
  if (!drill.attribution) {
    throw new UserError(
      `${where}: drill.attribution is missing; say how an answer tells its region, such as attribution: {header: x-region}`,
    );
  }
  const { rate = 20, budgets = {} } = drill;
  const { failoverSeconds = 30, failbackSeconds = 60 } = budgets;
  const perSecond = rate * all.length;
  return {
    environment: deploy.environment,
    clusters: all,
    attribution: drill.attribution,
    rate,
    timeoutMs: (drill.timeoutSeconds ?? 5) * 1000,
    freshConnections: drill.freshConnections ?? 0.2,
    phaseSeconds: drill.phaseSeconds ?? 20,
    tolerance: drill.tolerance ?? 0.05,
    errorTolerance: drill.errorTolerance ?? 0.01,
    significance,
    survivors: drill.survivors ?? 0.5,
    stopAfterFailedRequests:
      drill.stopAfterFailedRequests ?? Math.ceil(perSecond * (failoverSeconds + graceSeconds)),
    cordonLabels: drill.cordonLabels ?? {},
    budgets: { ...budgets, failoverSeconds, failbackSeconds },
  };
}
