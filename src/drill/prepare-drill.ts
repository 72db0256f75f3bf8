import { createHash } from 'node:crypto';
import type { Cluster } from '../cluster/cluster.js';
import type { Config } from '../config/config.js';
import type { Environment } from '../deploy/environment.js';
import { sameClusters } from '../deploy/same-server.js';
import type { LintResult } from '../lint/finding.js';
import type { Manifests } from '../manifest/document.js';
import { UserError } from '../manifest/errors.js';
import { namespaceOfHost } from '../mesh/host-name.js';
import { buildMesh, type Mesh } from '../mesh/mesh.js';
import { percent } from '../traffic/percent.js';
import { attributionBy, type Attribution } from './attribution.js';
import { drillClients, drilledHost, predictClient, type DrillClient } from './drill-prediction.js';
import type { DrillCause, DrillManifest } from './drill-result.js';
import type { DrilledCluster, DrillSettings } from './drill-settings.js';
import type { DrillTerms } from './drill-terms.js';
import type { FieldChange } from './field-change.js';
import { lookAtCluster, type ClusterState } from './look-at-cluster.js';
import { plannedChanges, withCount } from './planned-changes.js';
import type { PlannedScenario } from './planned-scenario.js';
import { checkCluster, checkSurvivors, unreachable, type Check } from './preflight.js';
import { Prober } from './prober.js';

export interface PrepareOptions {
  config: Config;
  manifests: Manifests;
  /** What the rules have found. */
  lint: LintResult;
  settings: DrillSettings;
  scenarios: readonly PlannedScenario[];
  /** In the order of the settings' clusters. */
  clusters: readonly Cluster[];
  host: string | undefined;
  /** What the lock is about, and where it and the records are kept. */
  environment: Environment;
  controllersPaused: boolean;
  /** Outages in which requests fail by prediction are made nevertheless. */
  despitePrediction: boolean;
  hasHook: boolean;
  terms: DrillTerms;
}

/** A scenario, and what it changes. */
export interface PreparedScenario {
  planned: PlannedScenario;
  state: ClusterState;
  changes: FieldChange[];
}

/** Everything that is known before a drill; nothing is changed yet. */
export interface PreparedDrill {
  terms: DrillTerms;
  settings: DrillSettings;
  profile: Config['profile'];
  environment: Environment;
  host: string;
  port: number | null;
  publicHost: string;
  manifests: DrillManifest[];
  attribution: Attribution | undefined;
  /** With the endpoints that there really are. */
  mesh: Mesh;
  clients: DrillClient[];
  states: ClusterState[];
  scenarios: PreparedScenario[];
  causes: DrillCause[];
  checks: Check[];
}

/**
 * Looks at the clusters, asks each ingress gateway once, and holds everything to what a drill needs. Problems are among the
 * checks: with one of them nothing may be started.
 *
 * @throws UserError where the configuration and the manifests leave nothing to drill
 */
export async function prepareDrill(options: PrepareOptions): Promise<PreparedDrill> {
  const { config, manifests, settings, clusters, scenarios, environment, terms } = options;
  const first = buildMesh(config, manifests.documents);
  const host = drilledHost(first, options.host ?? config.drill.host, terms);
  const service = serviceOf(host);
  // The same endpoints twice would look like survivors.
  const same = await sameClusters(clusters);
  const checks = same.map((message): Check => ({ outcome: 'problem', message }));
  const withPods = scenarios.some(({ kind }) => kind === 'cordoned');
  const states: ClusterState[] = [];
  for (const [index, cluster] of clusters.entries()) {
    const own = settings.clusters[index] as DrilledCluster;
    try {
      states.push(await lookAtCluster(own, cluster, service, { withPods }));
    } catch (error) {
      checks.push(unreachable(cluster.name, error));
    }
  }
  const mesh = buildMesh(withEndpoints(config, host, states), manifests.documents);
  const clients = drillClients(mesh, host, settings.clusters);
  const target = clients[0]?.targets[0];
  const prepared = scenarios.flatMap((planned): PreparedScenario[] => {
    const state = states.find(({ cluster }) => cluster.name === planned.cluster.name);
    if (!state) return [];
    const changes = plannedChanges(planned, state, settings);
    return [{ planned: withCount(planned, state, settings), state, changes }];
  });
  const attribution = attributionBy(settings.attribution);
  for (const state of states) {
    const own = prepared.filter((scenario) => scenario.state === state);
    const changes = own.flatMap((scenario) => scenario.changes);
    const { controllersPaused } = options;
    checks.push(
      ...(await checkCluster(state, changes, { settings, environment, controllersPaused, terms })),
    );
  }
  checks.push(...(await checkIngresses(settings, attribution)));
  if (states.length === clusters.length) {
    checks.push(
      ...prepared.flatMap((scenario) =>
        checkScenario(scenario, { ...options, states, mesh, clients }),
      ),
    );
  }
  return {
    terms,
    settings,
    profile: config.profile,
    environment,
    host,
    port: target?.port ?? null,
    publicHost: target?.route?.publicHost ?? host,
    manifests: sumsOf(mesh, manifests),
    attribution,
    mesh,
    clients,
    states,
    scenarios: prepared,
    causes: causesIn(options.lint, clients),
    checks,
  };
}

function serviceOf(host: string): { namespace: string; name: string } {
  const namespace = namespaceOfHost(host);
  if (namespace !== undefined) return { namespace, name: host.slice(0, host.indexOf('.')) };
  throw new UserError(
    `${host} is no Service of Kubernetes; a drill needs one, to find what runs behind it`,
  );
}

/** What `workloads` declares about the host counts; otherwise what runs there. */
function withEndpoints(config: Config, host: string, states: readonly ClusterState[]): Config {
  if (config.workloads.some((workload) => workload.host === host)) return config;
  const endpoints = states.map(({ config: { name, locality }, ready }) => {
    return { cluster: name, locality, count: ready };
  });
  return { ...config, workloads: [...config.workloads, { host, endpoints }] };
}

/** The files that hold what the mesh is configured with. */
function sumsOf({ resources }: Mesh, manifests: Manifests): DrillManifest[] {
  const { Gateway, VirtualService, DestinationRule } = resources;
  const all = [...Gateway, ...VirtualService, ...DestinationRule];
  return [...new Set(all.map(({ document }) => document.file))].sort().map((file) => ({
    file,
    sha256: createHash('sha256')
      .update(manifests.text(file) ?? '')
      .digest('hex'),
  }));
}

/** Errors and warnings about the objects that lead to the host. */
function causesIn({ findings }: LintResult, clients: readonly DrillClient[]): DrillCause[] {
  const involved = new Set<string>();
  for (const { route, policies } of clients.flatMap(({ targets }) => targets)) {
    const rules = policies.flatMap(({ merged }) => merged.rules);
    for (const resource of [route?.gateway, route?.root, route?.virtualService, ...rules]) {
      if (resource) involved.add(`${resource.kind} ${resource.namespace}/${resource.name}`);
    }
  }
  return findings
    .filter(({ severity, resource }) => {
      if (severity === 'notice' || !resource) return false;
      return involved.has(`${resource.kind} ${resource.namespace}/${resource.name}`);
    })
    .map(({ rule, message, file, line, column }) => ({ rule, message, file, line, column }));
}

/** One request to each gateway: it has to be answered, and by somebody who says where he is. */
async function checkIngresses(
  { clusters, timeoutMs }: DrillSettings,
  attribution: Attribution | undefined,
): Promise<Check[]> {
  const prober = new Prober({
    ingresses: clusters.map(({ ingress }) => ingress),
    rate: 1,
    timeoutMs,
    freshConnections: 1,
    attribution,
    clock: () => performance.now(),
    ended: () => undefined,
    skipped: () => undefined,
  });
  const answers = await prober.probe();
  await prober.stop();
  return answers.flatMap(({ status, locality, problem }, index): Check[] => {
    const { name: cluster, ingress } = clusters[index] as DrilledCluster;
    if (status === undefined) {
      const message = `${ingress.url} gives no answer: ${problem ?? ''}`;
      return [{ cluster, outcome: 'problem', message }];
    }
    if (status >= 400) {
      const message = `${ingress.url} answers ${String(status)} before any outage; are url, headers and hostHeader right?`;
      return [{ cluster, outcome: 'problem', message }];
    }
    if (attribution && locality === undefined) {
      const message = `the answer of ${ingress.url} (${String(status)}) does not tell its region as drill.attribution says`;
      return [{ cluster, outcome: 'problem', message }];
    }
    const who = locality === undefined ? '' : ` from ${locality}`;
    return [{ cluster, outcome: 'ok', message: `${ingress.url} answers ${String(status)}${who}` }];
  });
}

/** Whether an outage can be made, and may be: enough is left, and the prediction does not say that requests will fail. */
function checkScenario(
  { planned, state, changes }: PreparedScenario,
  {
    states,
    settings,
    mesh,
    clients,
    hasHook,
    despitePrediction,
    terms,
  }: Pick<PreparedDrill, 'states' | 'settings' | 'mesh' | 'clients'> &
    Pick<PrepareOptions, 'hasHook' | 'despitePrediction' | 'terms'>,
): Check[] {
  const { name, kind, outage } = planned;
  const checks = [checkSurvivors(states, state, outage.count, settings)];
  const isByHook = kind === 'failing' || kind === 'unready';
  if (isByHook && !hasHook) {
    const message = `scenario ${name} needs ${terms.outageHook}: a program that makes the endpoints fail and work again`;
    checks.push({ outcome: 'problem', message });
  } else if (outage.count === 0) {
    const labels = JSON.stringify(settings.cordonLabels);
    const message = `scenario ${name}: no pod of the Service has the labels ${labels} (drill.cordonLabels)`;
    checks.push({ cluster: state.cluster.name, outcome: 'problem', message });
  } else if (!isByHook && changes.length === 0) {
    const message = `scenario ${name}: no Deployment or StatefulSet with replicas is behind the Service`;
    checks.push({ cluster: state.cluster.name, outcome: 'problem', message });
  }
  for (const client of clients) {
    const predicted = predictClient(mesh, client, [outage]);
    const errors = predicted?.errorsMax ?? predicted?.errors ?? 0;
    if (errors <= settings.errorTolerance) continue;
    const message = `scenario ${name}: by prediction ${percent(errors)} of the requests of client ${client.name} will fail`;
    checks.push(
      despitePrediction
        ? { outcome: 'warning', message }
        : {
            outcome: 'problem',
            message: `${message}; mend the manifests, or pass ${terms.despitePrediction}`,
          },
    );
  }
  return checks;
}
