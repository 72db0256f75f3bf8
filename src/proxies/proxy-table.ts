import { defaultFlags } from '../traffic/control-plane/flags.js';
import { isHit } from '../traffic/outage.js';
import { predict, type PredictInput, type PredictResult } from '../traffic/predict.js';
import type { Outcome, PlacedStep, PredictedTarget } from '../traffic/result.js';
import { scenarios, type Scenario, type ScenarioOptions } from '../traffic/scenarios.js';
import { outcomeNumbers } from '../traffic/table.js';
import { targetSteps } from './proxy-steps.js';
import type { ProxyCluster } from './proxy-cluster.js';
import type { ProxyTarget } from './proxy-targets.js';

/** The places of the targets' endpoints that can fail: regions, and zones if that is asked for, or where there is one region alone. */
export function proxyScenarios(
  targets: readonly ProxyTarget[],
  options: ScenarioOptions,
): { scenarios: Scenario[]; byZone: boolean } {
  const localities = targets.flatMap(({ cluster }) =>
    (cluster?.endpoints ?? []).map(({ locality }) => locality),
  );
  const regions = new Set(localities.map(({ region }) => region).filter((name) => name !== ''));
  const zones = new Set(
    localities.flatMap(({ region, zone }) => (zone === '' ? [] : [`${region}/${zone}`])),
  );
  const byZone = options.zones || (regions.size === 1 && zones.size > 1);
  const isReplaced = byZone && !options.zones;
  return {
    scenarios: scenarios(
      {
        regions: isReplaced ? [] : [...regions].sort(),
        zones: byZone ? [...zones].sort() : [],
        clusters: [],
      },
      [],
      { depth: options.depth, zones: byZone },
    ),
    byZone,
  };
}

/** The rows of the targets, made while they are read. */
export function proxyTable(
  targets: readonly ProxyTarget[],
  outages: readonly Scenario[],
  { byZone, explain }: { byZone: boolean; explain: boolean },
): Iterable<PredictedTarget> {
  return targets.map((target) => {
    let known: readonly Outcome[] | undefined;
    return {
      subject: target.subject,
      byZone,
      outcomes: () => [(known ??= outages.map((scenario) => outcomeOf(target, scenario, explain)))],
    };
  });
}

function outcomeOf(target: ProxyTarget, scenario: Scenario, explain: boolean): Outcome {
  const result = predictProxy(target, scenario, explain);
  const { notes } = target;
  const steps = (): PlacedStep[] => [
    ...targetSteps(target),
    ...result.steps.map(({ rule, text }) => ({ rule, text })),
  ];
  return {
    scenario: scenario.name,
    ...outcomeNumbers(result),
    ...(notes.length > 0 ? { notes } : {}),
    ...(explain ? { steps: steps() } : {}),
  };
}

/** What becomes of the target's requests in a scenario, with what the proxy holds. */
export function predictProxy(
  target: ProxyTarget,
  scenario: Pick<Scenario, 'outages'>,
  explain = false,
): PredictResult {
  const { cluster, missing } = target;
  const doubt = doubtIn(target, scenario);
  if (doubt !== undefined) {
    return { undefined: true, determined: false, reason: `not modelled: ${doubt}`, steps: [] };
  }
  if (!cluster) {
    const reason = missing ?? 'the route leads nowhere';
    return {
      undefined: false,
      ...{ split: [], unanswered: 1, errors: 1, determined: true, reason },
      steps: [{ rule: 'missing-cluster', text: reason }],
    };
  }
  return predict({ ...inputOfProxy(target, cluster), outages: scenario.outages, explain });
}

/** Why there is no number in a scenario; undefined: there is one. */
export function doubtIn(
  { cluster, doubt }: ProxyTarget,
  { outages }: Pick<Scenario, 'outages'>,
): string | undefined {
  if (doubt !== undefined || !cluster) return doubt;
  const hit = outages.filter((outage) =>
    cluster.endpoints.some((endpoint) => isHit(outage, endpoint)),
  );
  if (hit.length === 0) return undefined;
  if (hit.some(({ kind }) => kind === 'unready')) {
    return 'what the control plane does with endpoints that are not ready';
  }
  if (cluster.doubtInOutage !== undefined) return cluster.doubtInOutage;
  return hit.some(({ kind }) => kind !== 'scaled-to-zero') ? cluster.doubtInFailure : undefined;
}

/** Everything that the prediction for a target with that cluster depends on, without outages. */
export function inputOfProxy(
  { proxy, retries, isStream }: ProxyTarget,
  { held, endpoints }: ProxyCluster,
): PredictInput {
  const { outlierDetection } = held.settings;
  const forStreams = {
    ...held,
    settings: {
      ...held.settings,
      outlierDetection: outlierDetection && { ...outlierDetection, connectionsOnly: true as const },
    },
  };
  return {
    profile: 'istio-1.31',
    flags: defaultFlags,
    proxy: {
      cluster: proxy.cluster,
      network: '',
      locality: proxy.locality,
      namespace: proxy.namespace,
      labels: {},
    },
    policies: [{}],
    mesh: {},
    service: {},
    subsetLabels: {},
    endpoints,
    networkGateways: [],
    held: isStream ? forStreams : held,
    heldRetries: retries,
    outages: [],
    ...(isStream ? { isStream: true } : {}),
  };
}
