/** Random DestinationRules for one host: where they are, whom they are exported to, and how old they are. */
import type { Placed } from './case.js';
import type { Draw } from './draw.js';
import { trafficPolicy } from './policy.js';

interface RuleCase {
  host: string;
  namespace: string;
  clientNamespace: string;
  ports: readonly number[];
  /** One that some rule has to define. */
  subset: string | undefined;
}

const ROOT_NAMESPACE = 'istio-system';

export function destinationRules(draw: Draw, about: RuleCase): Placed[] {
  const { namespace, clientNamespace, subset } = about;
  if (subset === undefined && draw.chance(0.05)) return [];
  const places = draw.weighted([
    [60, [namespace]],
    [10, [clientNamespace]],
    [8, [ROOT_NAMESPACE]],
    [8, [namespace, ROOT_NAMESPACE]],
    [8, [namespace, clientNamespace]],
    [6, [namespace, clientNamespace, ROOT_NAMESPACE]],
  ]);
  return [...new Set(places)].flatMap((place) => rulesIn(draw, place, about));
}

/** One rule; now and then several for the same host, or a wildcard beside it. */
function rulesIn(draw: Draw, place: string, about: RuleCase): Placed[] {
  const count = draw.weighted([
    [75, 1],
    [18, 2],
    [7, 3],
  ]);
  return Array.from({ length: count }, (_, number) => ({
    manifest: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: {
        name: `rule-${about.namespace}-${draw.pick('abcd'.split(''))}${number}`,
        namespace: place,
      },
      spec: ruleSpec(draw, place, about),
    },
    cluster: undefined,
    wave: draw.chance(0.4) ? 1 : 0,
  }));
}

function ruleSpec(draw: Draw, place: string, about: RuleCase): Record<string, unknown> {
  const { clientNamespace, ports, subset } = about;
  const exportTo = draw.weighted<string[] | undefined>([
    [55, undefined],
    [15, ['*']],
    [6, ['.']],
    [6, [clientNamespace]],
    [4, ['elsewhere']],
    [6, ['elsewhere', clientNamespace]],
    [4, [place, clientNamespace]],
    [4, ['.', clientNamespace]],
  ]);
  const isSelective = place === clientNamespace && draw.chance(0.25);
  return {
    host: ruleHost(draw, place, about),
    ...(draw.chance(0.85) ? { trafficPolicy: trafficPolicy(draw, ports) } : {}),
    ...(subset !== undefined || draw.chance(0.2) ? { subsets: subsets(draw, ports) } : {}),
    ...(isSelective
      ? {
          workloadSelector: {
            matchLabels: draw.pick([{ istio: 'ingressgateway' }, { tier: 'gold' }]),
          },
        }
      : exportTo
        ? { exportTo: [...new Set(exportTo)] }
        : {}),
  };
}

function ruleHost(draw: Draw, place: string, { host, namespace }: RuleCase): string {
  const [name = '', ...rest] = host.split('.');
  // Other cases have hosts below local.example.com too.
  if (draw.chance(0.12) && rest[0] !== 'local') return `*.${rest.join('.')}`;
  if (place === namespace && host.endsWith('.svc.cluster.local') && draw.chance(0.4)) return name;
  return host;
}

function subsets(draw: Draw, ports: readonly number[]): Record<string, unknown>[] {
  return [
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
    { name: 'here', labels: { 'topology.istio.io/cluster': 'a' } },
  ].map((subset) =>
    draw.chance(0.4) ? { ...subset, trafficPolicy: trafficPolicy(draw, ports) } : subset,
  );
}
