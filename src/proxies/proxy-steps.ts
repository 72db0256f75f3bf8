import { formatLocality } from '../mesh/locality.js';
import type { EjectionSettings } from '../traffic/control-plane/outlier-detection.js';
import type { PlacedStep } from '../traffic/result.js';
import type { ProxyCluster } from './proxy-cluster.js';
import { objectName } from './proxy-routes.js';
import type { ProxyTarget } from './proxy-targets.js';

/** What the proxy holds for a target, in sentences. */
export function targetSteps({ subject, cluster, source, proxy }: ProxyTarget): PlacedStep[] {
  const { publicHost, route, match } = subject;
  const steps: PlacedStep[] = [];
  if (route !== null) {
    const asked = match === null ? '' : ` for ${match}`;
    steps.push({
      rule: 'route',
      text: `${publicHost ?? ''}: ${route}${asked}${writtenIn(source)}`,
    });
  }
  if (!cluster) return steps;
  const { held, name } = cluster;
  const { settings } = held;
  steps.push({
    rule: 'cluster',
    text:
      `${proxy.name} has the cluster ${name}${writtenIn(cluster.source)}: ${settings.lbPolicy}, ` +
      `${settings.localityWeighted ? 'localities by weight' : 'localities as one pool'}, ` +
      `panic ${settings.panicThreshold === 0 ? 'off' : `below ${settings.panicThreshold} %`}, ` +
      ejectionText(settings.outlierDetection),
  });
  steps.push({ rule: 'endpoints', text: endpointsText(cluster) });
  return steps;
}

function writtenIn(source: string): string {
  return source === '' ? '' : ` (${objectName(source) ?? source})`;
}

function ejectionText(settings: EjectionSettings | undefined): string {
  if (!settings) return 'no outlier detection';
  const { consecutive5xx, consecutiveGatewayErrors, consecutiveLocalOriginFailures } = settings;
  const parts = [
    ...(consecutive5xx ? [`${consecutive5xx} 5xx in a row`] : []),
    ...(consecutiveGatewayErrors ? [`${consecutiveGatewayErrors} gateway errors in a row`] : []),
    ...(consecutiveLocalOriginFailures
      ? [`${consecutiveLocalOriginFailures} failed connections in a row`]
      : []),
  ];
  const when = parts.length > 0 ? parts.join(' or ') : 'nothing that is enforced';
  return `ejection after ${when}, of at most ${settings.maxEjectionPercent} % of the hosts`;
}

function endpointsText({ held }: ProxyCluster): string {
  const counts = held.groups.map(() => 0);
  for (const index of held.groupOf.values()) counts[index] = (counts[index] ?? 0) + 1;
  const groups = held.groups.map(({ locality, priority, weight }, index) => {
    const weighed = held.settings.localityWeighted ? ` weight ${weight}` : '';
    return `${formatLocality(locality) || 'no locality'} ${counts[index]} (priority ${priority}${weighed})`;
  });
  return groups.length === 0 ? 'no endpoint' : groups.join(', ');
}
