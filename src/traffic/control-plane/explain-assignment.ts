import { plural } from '../../foundation/plural.js';
import { formatLocality } from '../../mesh/locality.js';
import type { ExplainStep } from '../explain.js';
import type { ClusterSettings } from './assignment.js';
import { matchingRule, type PossibleAssignment } from './distribute.js';
import type { ControlPlaneInput, EffectiveSetting, LocalityMode } from './policy.js';
import { sendsUnhealthy } from './send-unhealthy.js';

/** Why istiod sends what it sends. */
export function explainAssignment(
  input: ControlPlaneInput,
  effective: EffectiveSetting,
  mode: LocalityMode,
  settings: ClusterSettings,
  possible: PossibleAssignment[],
): ExplainStep[] {
  return [
    ...explainEndpoints(input),
    explainMode(input, effective, mode),
    { rule: 'localities', text: describe(possible) },
    explainBalancing(settings),
    ...explainOutlierDetection(input, settings),
  ];
}

function explainEndpoints(input: ControlPlaneInput): ExplainStep[] {
  const steps: ExplainStep[] = [];
  const unready = input.endpoints.filter(({ health }) => health === 'unready').length;
  if (unready) {
    const sent = sendsUnhealthy(input);
    const text = sent
      ? `${unready} unready endpoints are sent as unhealthy and keep their weight`
      : `${unready} unready endpoints are not sent`;
    const minHealth = input.policy.outlierDetection?.minHealthPercent ?? 0;
    steps.push(
      !sent && minHealth > 0
        ? {
            rule: 'unready-endpoints',
            text: `${text}, because minHealthPercent is above 0`,
            origin: 'policy',
            path: ['outlierDetection', 'minHealthPercent'],
          }
        : { rule: 'unready-endpoints', text },
    );
  }
  if (input.service.clusterLocal) {
    const text = 'the service is cluster-local: only endpoints of the own cluster count';
    steps.push({ rule: 'cluster-local', text, origin: 'mesh', path: ['serviceSettings'] });
  }
  if (input.flags.multiNetwork && input.service.isGlobal !== true) {
    const text =
      'AMBIENT_ENABLE_MULTI_NETWORK: the service is not labelled istio.io/global, so only endpoints of the own cluster count';
    steps.push({ rule: 'not-global', text });
  }
  if (input.service.internalTrafficPolicy === 'Local') {
    const text = 'only endpoints on the own node count';
    steps.push({
      rule: 'internal-traffic-policy',
      text,
      origin: 'service',
      path: ['internalTrafficPolicy'],
    });
  }
  if (input.networkGateways.length) {
    const text = 'endpoints of other networks are replaced by their east-west gateways';
    steps.push({ rule: 'multi-network', text });
  }
  return steps;
}

const originPath = {
  policy: ['loadBalancer', 'localityLbSetting'],
  mesh: ['localityLbSetting'],
  service: ['trafficDistribution'],
} as const;

function explainMode(
  { proxy }: ControlPlaneInput,
  effective: EffectiveSetting,
  mode: LocalityMode,
): ExplainStep {
  const at = (...path: (string | number)[]): Pick<ExplainStep, 'origin' | 'path'> =>
    effective.origin === 'default'
      ? {}
      : { origin: effective.origin, path: [...originPath[effective.origin], ...path] };
  const setting = effective.kind === 'locality' ? effective.setting : {};
  const client = formatLocality(proxy.locality) || 'no locality';
  switch (mode) {
    case 'zone-aware':
      return { rule: 'zone-aware', text: 'zone-aware load balancing is in force', ...at() };
    case 'disabled':
      return {
        rule: 'locality-disabled',
        text: 'locality load balancing is switched off',
        ...at('enabled'),
      };
    case 'distribute': {
      const index = matchingRule(setting.distribute!, proxy.locality);
      const { from, to = {} } = setting.distribute![index]!;
      const shares = Object.entries(to).map(([key, weight]) => `${key} ${weight}`);
      return {
        rule: 'distribute',
        text: `the client in ${client} matches from "${from}": ${shares.join(', ')}; other localities get nothing`,
        ...at('distribute', index),
      };
    }
    case 'distribute-no-match':
      return {
        rule: 'distribute',
        text: `no "from" matches the client in ${client}: localities share by their endpoints' weights, without priorities`,
        ...at('distribute'),
      };
    case 'failover-priority':
      return {
        rule: 'failover-priority',
        text: `priorities by the labels ${setting.failoverPriority!.join(', ')}`,
        ...(effective.origin === 'service' ? at() : at('failoverPriority')),
      };
    case 'failover': {
      const index = (setting.failover ?? []).findIndex(
        ({ from }) => (from ?? '') === proxy.locality.region,
      );
      const next = index >= 0 ? `then ${setting.failover![index]!.to}` : 'then other regions';
      const text = `priorities by nearness to ${client}: own zone, own region, ${next}`;
      if (index >= 0) return { rule: 'failover', text, ...at('failover', index) };
      return { rule: 'failover', text, origin: 'policy', path: ['outlierDetection'] };
    }
    case 'proportional': {
      const text = 'without outlierDetection there are no priorities: localities share';
      const key = (['failover', 'failoverPriority'] as const).find((one) => setting[one]?.length);
      if (!key) return { rule: 'no-failover', text };
      return { rule: 'no-failover', text: `${text} although ${key} is set`, ...at(key) };
    }
  }
}

function describe(possible: PossibleAssignment[]): string {
  const texts = possible.map(({ localities }) =>
    localities
      .filter(({ endpoints }) => endpoints.length > 0)
      .map(
        ({ locality, priority, weight, endpoints }) =>
          `${formatLocality(locality) || 'no locality'}: priority ${priority}, weight ${String(weight)}, ${plural(endpoints.length, 'endpoint')}`,
      )
      .join('; '),
  );
  return `istiod sends ${texts.map((text) => text || 'no endpoints').join(', or ')}`;
}

function explainBalancing({ localityWeighted, lbPolicy }: ClusterSettings): ExplainStep {
  const text = localityWeighted
    ? 'Envoy weighs the localities of a priority'
    : 'Envoy pools all hosts of a priority, whatever their locality';
  return { rule: 'balancing', text: `${text} (${lbPolicy})` };
}

function explainOutlierDetection(
  { policy }: ControlPlaneInput,
  { outlierDetection, panicThreshold }: ClusterSettings,
): ExplainStep[] {
  const at: Pick<ExplainStep, 'origin' | 'path'> = policy.outlierDetection
    ? { origin: 'policy', path: ['outlierDetection'] }
    : { origin: 'mesh', path: ['defaultTrafficPolicy', 'outlierDetection'] };
  if (!outlierDetection) {
    const text = 'no outlierDetection: a failing endpoint that is ready keeps its traffic';
    return [{ rule: 'outlier-detection', text }];
  }
  const text = `up to ${outlierDetection.maxEjectionPercent} % of the hosts may be ejected`;
  const panic = `below ${panicThreshold} % healthy hosts Envoy ignores health`;
  return [
    { rule: 'outlier-detection', text, ...at },
    ...(panicThreshold > 0
      ? [{ rule: 'panic-threshold', text: panic, ...at, path: [...at.path!, 'minHealthPercent'] }]
      : []),
  ];
}
