import type { DrillResult } from './drill-result.js';
import type { PreparedDrill } from './prepared-drill.js';
import { worstVerdict } from './verdict.js';

/** Puts together what the preparation and the scenarios gave. */
export function drillResultOf(
  prepared: PreparedDrill,
  { startedAt, scenarios, reasons }: Pick<DrillResult, 'startedAt' | 'scenarios' | 'reasons'>,
): DrillResult {
  const { settings, states, checks, host, port, publicHost, profile, manifests } = prepared;
  const { rate, tolerance, errorTolerance, significance, attribution, budgets } = settings;
  // What has stopped the drill is said once.
  const own = scenarios.flatMap(({ name, reasons: all }) =>
    all.filter((reason) => !reasons.includes(reason)).map((reason) => `${name}: ${reason}`),
  );
  const isCut = reasons.length > 0 || scenarios.length < prepared.scenarios.length;
  return {
    version: 1,
    startedAt,
    verdict: isCut ? 'aborted' : worstVerdict(scenarios.map(({ verdict }) => verdict)),
    reasons: [...new Set([...reasons, ...own])],
    warnings: checks.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message),
    environment: prepared.environment.name,
    host,
    port,
    publicHost,
    profile,
    manifests,
    clusters: states.map(({ config, cluster, serverVersion, ready }) => ({
      cluster: config.name,
      locality: config.locality,
      server: cluster.server,
      ...(serverVersion !== undefined && { serverVersion }),
      endpoints: ready,
    })),
    settings: { rate, tolerance, errorTolerance, significance, attribution: kindOf(attribution) },
    budgets,
    scenarios,
  };
}

function kindOf({
  header,
  gateway,
}: PreparedDrill['settings']['attribution']): DrillResult['settings']['attribution'] {
  if (gateway !== undefined) return `gateway-${gateway}`;
  return header === undefined ? 'body' : 'header';
}
