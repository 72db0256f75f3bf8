import type { Config } from '../config/config.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';
import type { Target } from '../mesh/targets.js';
import { rule as expectationFailed } from '../rules/expectation-failed.js';
import { rule as errorsLeft } from '../rules/no-errors-in-single-outage.js';
import { brokenExpectations } from '../traffic/expectations.js';
import type { TableRow } from '../traffic/table.js';
import type { Finding, RelatedPlace } from './finding.js';
import { findingAt } from './finding-at.js';

/** The rules that only the table gives reason for. */
export const tableRules = [expectationFailed, errorsLeft];

/** Smaller shares of errors are rounding. */
const NOTICEABLE = 0.0005;

/**
 * What the predicted table gives reason to say: expectations that are not met, and single outages that
 * leave errors behind.
 *
 * @param known What the rules found: where an error has its cause named already, its effect is not said again.
 */
export function tableFindings(
  rows: readonly TableRow[],
  mesh: Mesh,
  known: readonly Finding[],
): Finding[] {
  return [...expectationFindings(rows, mesh.config), ...errorFindings(rows, mesh, known)];
}

function expectationFindings(rows: readonly TableRow[], config: Config): Finding[] {
  const { document, file } = config;
  if (!document || file === undefined) return [];
  return brokenExpectations(rows).map(({ scenario, message, row }) => {
    const index = config.scenarios.findIndex(({ name }) => name === scenario);
    const place = row && responsiblePlace(row.target);
    return findingAt(expectationFailed, {
      message: `Scenario ${scenario}: ${message}. Mend the policy, or change what is expected.`,
      file,
      range: document.locate(['scenarios', index, 'expect'], 'key'),
      related: place ? [relatedTo(place)] : [],
    });
  });
}

function errorFindings(
  rows: readonly TableRow[],
  mesh: Mesh,
  known: readonly Finding[],
): Finding[] {
  const worst = new Map<string, { row: TableRow; errors: number; place: Place }>();
  for (const row of rows) {
    const errors = row.prediction.errorsMax ?? row.prediction.errors ?? 0;
    const place = responsiblePlace(row.target);
    if (errors < NOTICEABLE || !place) continue;
    if (!isSingleOutage(row, mesh) || isExplained(row.target, known)) continue;
    const key = JSON.stringify([place.resource.kind, place.resource.name, place.path]);
    const other = worst.get(key);
    if (!other || other.errors < errors) worst.set(key, { row, errors, place });
  }
  return [...worst.values()].map(({ row, errors, place }) => {
    const { prediction } = row;
    const share = `${(errors * 100).toFixed(1).replace(/\.0$/, '')} %`;
    const { kind, namespace, name, document } = place.resource;
    return findingAt(errorsLeft, {
      message:
        `In the outage ${prediction.scenario}, ${share} of the requests to ${shortHost(prediction.host)} that enter in ` +
        `${prediction.clientLocality} fail for as long as it lasts` +
        `${prediction.reason === undefined ? '' : ` (${prediction.reason})`}. ` +
        'See the table, or mesh-failover simulate --explain, for the reason.',
      file: document.file,
      range: document.locate(place.path, place.part),
      resource: { kind, namespace, name },
    });
  });
}

/** One built-in outage of a place of which others are left; who has lost the gateway itself is not meant. */
function isSingleOutage({ scenario, target }: TableRow, { topology }: Mesh): boolean {
  const [outage, second] = scenario.outages;
  if (scenario.configured || !outage || second) return false;
  if (outage.kind === 'cluster-lost') {
    const isLeft = topology
      .endpoints(target.host)
      .some(({ cluster }) => cluster !== outage.cluster);
    return isLeft && outage.cluster !== target.client.cluster;
  }
  return target.regions.some((region) => region !== outage.locality?.split('/')[0]);
}

/** Whether an error about the same policy or route has been reported. */
function isExplained(target: Target, known: readonly Finding[]): boolean {
  const objects = [
    ...target.policies.flatMap(({ merged }) => merged.rules),
    ...(target.route ? [target.route.virtualService, target.route.gateway] : []),
    ...(target.place ? [target.place.resource] : []),
  ];
  return known.some(
    ({ severity, resource }) =>
      severity !== 'notice' &&
      objects.some(
        ({ kind, namespace, name }) =>
          resource?.kind === kind && resource.namespace === namespace && resource.name === name,
      ),
  );
}

function responsiblePlace({ policies, place }: Target): Place | undefined {
  return policies[0]?.policy.levels.loadBalancer.place ?? place;
}

function relatedTo({ resource, path, part }: Place): RelatedPlace {
  return {
    file: resource.document.file,
    ...resource.document.locate(path, part),
    message: 'the policy that leads to it',
  };
}
