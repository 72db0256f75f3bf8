import { autoscalersOf, disruptionBudgetsOf } from '../cluster/autoscalers.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  keyOf,
  titleOf,
  type Access,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import type { Environment } from '../deploy/environment.js';
import { gitOpsOwner } from '../cluster/gitops-owner.js';
import { plural } from '../mesh/plural.js';
import { percent } from '../traffic/percent.js';
import { parseLocality } from '../mesh/locality.js';
import type { CheckOutcome } from './drill-progress.js';
import { readDrillRecord } from './drill-record.js';
import type { DrillSettings } from './drill-settings.js';
import type { DrillTerms } from './drill-terms.js';
import type { FieldChange } from './field-change.js';
import { pausingAdvice } from './gitops-advice.js';
import type { ClusterState } from './look-at-cluster.js';

/** One thing that was looked at before a drill. */
export interface Check {
  /** Undefined: it is about all of them. */
  cluster?: string;
  outcome: CheckOutcome;
  message: string;
}

export interface PreflightOptions {
  settings: DrillSettings;
  /** Whose locks and records these are. */
  environment: Environment;
  /** The user says that nobody will undo the changes. */
  controllersPaused: boolean;
  terms: DrillTerms;
}

/** Whether what a drill does to a cluster is safe, and whether we may do it. Changes nothing. */
export async function checkCluster(
  state: ClusterState,
  changes: readonly FieldChange[],
  options: PreflightOptions,
): Promise<Check[]> {
  const { cluster } = state;
  const { environment, terms } = options;
  const about = (checks: readonly Omit<Check, 'cluster'>[]) =>
    checks.map((check) => ({ cluster: cluster.name, ...check }));
  return about([
    ...(await checkRecord(cluster, environment, terms)),
    ...(await checkPermissions(cluster, changes, environment.namespace)),
    ...checkHealth(state),
    ...checkRegions(state),
    ...(await checkRivals(state, changes, options)),
  ]);
}

async function checkRecord(
  cluster: Cluster,
  environment: Environment,
  { restore }: DrillTerms,
): Promise<Omit<Check, 'cluster'>[]> {
  const record = await readDrillRecord(cluster, environment);
  if (!record) return [];
  const { scenario, startedAt, holder } = record;
  return [
    problem(
      `a drill (${scenario}, of ${holder}, ${startedAt}) has left changes here: undo them first with ${restore}`,
    ),
  ];
}

/** Everything that making, recording and undoing the changes takes. */
function neededAccess(changes: readonly FieldChange[], namespace: string): Access[] {
  const state = ['get', 'list', 'create', 'patch', 'delete'].map((verb) => ({
    verb,
    group: '',
    resource: 'configmaps',
    namespace,
  }));
  const lease = ['get', 'create', 'update'].map((verb) => ({
    verb,
    group: 'coordination.k8s.io',
    resource: 'leases',
    namespace,
  }));
  const own = changes.flatMap(({ object, subresource }) => {
    const [group, version] = object.apiVersion.split('/');
    const at = {
      group: version === undefined ? '' : (group ?? ''),
      resource: `${object.kind.toLowerCase()}s`,
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      name: object.name,
    };
    return [
      { verb: 'get', ...at },
      { verb: 'patch', ...at, ...(subresource !== undefined && { subresource }) },
    ];
  });
  return [...state, ...lease, ...own];
}

async function checkPermissions(
  cluster: Cluster,
  changes: readonly FieldChange[],
  namespace: string,
): Promise<Omit<Check, 'cluster'>[]> {
  const missing: string[] = [];
  const needed = neededAccess(changes, namespace);
  const answers = await Promise.all(needed.map((access) => cluster.may(access)));
  needed.forEach(({ verb, resource, subresource, namespace: where }, index) => {
    if (answers[index]) return;
    const part = subresource === undefined ? '' : `/${subresource}`;
    missing.push(`${verb} ${resource}${part} in ${where ?? 'the cluster'}`);
  });
  if (missing.length === 0) return [ok(`all ${String(needed.length)} permissions are there`)];
  return [problem(`permissions are missing: ${[...new Set(missing)].join(', ')}`)];
}

function checkHealth({ workloads, endpoints, ready }: ClusterState): Omit<Check, 'cluster'>[] {
  if (ready === 0) {
    return [problem('no endpoint is ready, so there is nothing to fail over from or to')];
  }
  const unready = endpoints.length - ready;
  const wanted = workloads.filter((workload) => workload.ready < workload.replicas);
  if (unready === 0 && wanted.length === 0) return [ok(`${plural(ready, 'endpoint')} ready`)];
  const details = wanted.map(
    ({ key, ready: has, replicas }) =>
      `${titleOf(key)} has ${String(has)} of ${String(replicas)} pods ready`,
  );
  const text = [`${plural(unready, 'endpoint')} not ready`, ...details].join('; ');
  return [problem(`not healthy before the drill: ${text}`)];
}

/** What istiod takes the locality from, against what the configuration says. */
function checkRegions({ config, regions }: ClusterState): Omit<Check, 'cluster'>[] {
  const { region } = parseLocality(config.locality);
  return [...regions].flatMap(([node, label]) => {
    if (label === region) return [];
    const says =
      label === undefined ? 'has no label topology.kubernetes.io/region' : `says region ${label}`;
    return [warning(`node ${node} ${says}; the configuration says ${region}`)];
  });
}

/** Whoever else decides about what is changed. */
async function checkRivals(
  state: ClusterState,
  changes: readonly FieldChange[],
  { controllersPaused, terms }: PreflightOptions,
): Promise<Omit<Check, 'cluster'>[]> {
  const { cluster } = state;
  const checks: Omit<Check, 'cluster'>[] = [];
  const blocking = controllersPaused ? warning : problem;
  const { service } = state;
  if (changes.some(({ object: { kind } }) => kind === 'Service')) {
    checks.push(...checkOwners(service, titleOf(keyOf(service)), cluster, terms, blocking));
  }
  for (const workload of state.workloads) {
    const { key, object } = workload;
    const title = titleOf(key);
    if (!changes.some((change) => titleOf(change.object) === title)) continue;
    checks.push(...checkOwners(object, title, cluster, terms, blocking));
    for (const { title: scaler, wakesFromZero } of await autoscalersOf(cluster, workload)) {
      checks.push(
        wakesFromZero
          ? blocking(
              `${scaler} scales ${title} up from zero and would fight the outage: annotate it with ` +
                `autoscaling.keda.sh/paused="true", or pass ${terms.controllersPaused}`,
            )
          : notice(
              `${scaler} leaves ${title} alone while it has no replicas, and takes it up again after`,
            ),
      );
    }
    for (const { title: budget, disruptionsAllowed } of await disruptionBudgetsOf(
      cluster,
      workload,
    )) {
      checks.push(
        warning(
          `${budget} allows ${plural(disruptionsAllowed, 'disruption')} of ${title}; scaling does not ask it, but node drains will wait during the outage`,
        ),
      );
    }
  }
  return checks;
}

/** Who would set an object back to what it was. */
function checkOwners(
  object: KubernetesObject,
  title: string,
  cluster: Cluster,
  terms: DrillTerms,
  blocking: (message: string) => Omit<Check, 'cluster'>,
): Omit<Check, 'cluster'>[] {
  const checks: Omit<Check, 'cluster'>[] = [];
  const owner = gitOpsOwner(object);
  if (owner) {
    const { controller, mark } = owner;
    const advice = pausingAdvice(controller, object, cluster.name, terms);
    checks.push(
      blocking(`${controller} manages ${title} (${mark}) and may undo the outage: ${advice}`),
    );
  }
  const { ownerReferences = [] } = object.metadata as {
    ownerReferences?: { kind?: string; name?: string; controller?: boolean }[];
  };
  for (const { kind, name, controller } of ownerReferences) {
    if (!controller) continue;
    checks.push(
      blocking(
        `${kind ?? ''} ${name ?? ''} controls ${title} and may undo the outage: pause it, then pass ${terms.controllersPaused}`,
      ),
    );
  }
  return checks;
}

/** Whether enough is left when the endpoints of a cluster are out: so many of them, or all. */
export function checkSurvivors(
  states: readonly ClusterState[],
  { cluster, ready }: ClusterState,
  count: number | undefined,
  { survivors }: DrillSettings,
): Check {
  const all = states.reduce((sum, state) => sum + state.ready, 0);
  const out = count ?? ready;
  const left = all - out;
  const share = all === 0 ? 0 : left / all;
  const what = count === undefined ? cluster.name : `${String(out)} endpoints of ${cluster.name}`;
  const text = `without ${what} ${plural(left, 'endpoint')} of ${String(all)} are left (${percent(share)})`;
  return share >= survivors && left > 0
    ? ok(text)
    : problem(
        `${text}, fewer than drill.survivors asks for (${percent(survivors)}): scale the others up first, or lower it`,
      );
}

/** A cluster that cannot even be looked at. */
export function unreachable(cluster: string, error: unknown): Check {
  if (!(error instanceof ClusterError)) throw error;
  return { cluster, ...problem(error.message) };
}

const ok = (message: string): Check => ({ outcome: 'ok', message });
const notice = (message: string): Check => ({ outcome: 'notice', message });
const warning = (message: string): Check => ({ outcome: 'warning', message });
const problem = (message: string): Check => ({ outcome: 'problem', message });
