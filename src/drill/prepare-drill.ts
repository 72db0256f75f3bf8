import { createHash } from 'node:crypto';
import type { Config } from '../config/config.js';
import { sameClusters } from '../deploy/same-server.js';
import type { LintResult } from '../foundation/finding.js';
import { objectsBehind } from '../mesh/targets.js';
import type { Manifests } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { namespaceOfHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { buildMesh } from '../mesh/build-mesh.js';
import { placeByPaths } from '../mesh/placed-document.js';
import { attributionBy } from './attribution.js';
import { drillClients, drilledHost, type DrillClient } from './drill-prediction.js';
import type { Check } from './check.js';
import { checkIngresses } from './check-ingresses.js';
import { checkScenario } from './check-scenario.js';
import type { DrillCause, DrillManifest } from './drill-result.js';
import type { DrilledCluster } from './drill-settings.js';
import { lookAtCluster, type ClusterState } from './look-at-cluster.js';
import { plannedChanges, withCount } from './planned-changes.js';
import { preflightCluster, unreachable } from './preflight.js';
import type { PreparedDrill, PreparedScenario, PrepareOptions } from './prepared-drill.js';

/**
 * Looks at the clusters, asks each ingress gateway once, and holds everything to what a drill needs. Problems are among the
 * checks: with one of them nothing may be started.
 *
 * @throws UserError where the configuration and the manifests leave nothing to drill
 */
export async function prepareDrill(options: PrepareOptions): Promise<PreparedDrill> {
  const { config, manifests, clusters, scenarios, environment, terms } = options;
  const { clusters: all } = options.settings;
  const asked = all.filter(({ name }) => options.asked?.includes(name) ?? true);
  const settings = { ...options.settings, clusters: asked };
  const placed = placeByPaths(config, manifests.documents);
  const first = buildMesh(config, placed);
  const host = drilledHost(first, options.host ?? config.drill.host, terms);
  const service = serviceOf(host);
  // The same endpoints twice would look like survivors.
  const same = await sameClusters(clusters);
  const checks = same.map((message): Check => ({ outcome: 'problem', message }));
  const withPods = scenarios.some(({ kind }) => kind === 'cordoned');
  const states: ClusterState[] = [];
  for (const [index, cluster] of clusters.entries()) {
    const own = all[index] as DrilledCluster;
    try {
      states.push(await lookAtCluster(own, cluster, service, { withPods }));
    } catch (error) {
      checks.push(unreachable(cluster.name, error));
    }
  }
  const mesh = buildMesh(withEndpoints(config, host, states), placed);
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
      ...(await preflightCluster(state, changes, { environment, controllersPaused, terms })),
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
    publicHost: target?.route?.host ?? host,
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
  for (const target of clients.flatMap(({ targets }) => targets)) {
    for (const { kind, namespace, name } of objectsBehind(target)) {
      involved.add(`${kind} ${namespace}/${name}`);
    }
  }
  return findings
    .filter(({ severity, resource }) => {
      if (severity === 'notice' || !resource) return false;
      return involved.has(`${resource.kind} ${resource.namespace}/${resource.name}`);
    })
    .map(({ rule, message, file, line, column }) => ({ rule, message, file, line, column }));
}
