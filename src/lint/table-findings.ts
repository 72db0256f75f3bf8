import { addTo } from '../foundation/add-to.js';
import { placeAt } from '../manifest/document.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';
import { objectsBehind, servicesBehind } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { asksForFailover, policiesIn } from '../mesh/traffic-policy.js';
import { rule as expectationFailed } from '../rules/expectation-failed.js';
import { rules } from '../rules/index.js';
import { rule as errorsLeft } from '../rules/no-errors-in-single-outage.js';
import { rule as clientNamespaceShadows } from '../rules/client-namespace-shadows.js';
import { rule as hostMatch } from '../rules/destination-host-match.js';
import { hostsMeant } from '../rules/scope/misnamed-rules.js';
import { rule as outOfReach } from '../rules/destination-rule-out-of-reach.js';
import { rule as wildcardShadowed } from '../rules/wildcard-shadowed.js';
import { hiddenRules } from '../rules/scope/hidden-rules.js';
import { placesOfTarget } from '../rules/scope/spread.js';
import { isControlPlane, isWithoutPolicy } from '../rules/scope/without-policy.js';
import { brokenExpectations } from '../traffic/expectations.js';
import { placeOfStep } from '../traffic/placed-steps.js';
import { withoutAbort } from '../traffic/injected-faults.js';
import { predictTarget } from '../traffic/predict-target.js';
import type { TableRow } from '../traffic/table.js';
import { hasNoRegion, whyNoHost } from '../traffic/why-nothing.js';
import type { Finding, RelatedPlace } from '../foundation/finding.js';
import { rule as nothingPredictedRule } from '../rules/nothing-predicted.js';
import type { PredictedCases } from './conclude.js';
import { findingAt } from './finding-at.js';
import { percent } from '../foundation/percent.js';

/** The rules that only the table gives reason for. */
export const tableRules = [expectationFailed, errorsLeft, nothingPredictedRule];

/** Smaller shares of errors are rounding. */
const noticeable = 0.0005;

/** Counts the cases that have numbers, those in which requests fail, and those without numbers. */
export function casesOf(rows: readonly TableRow[]): PredictedCases {
  const errors = rows.map(({ outcome }) => outcome.errorsMax ?? outcome.errors);
  const numbers = errors.filter((share) => share !== null);
  return {
    predicted: numbers.length,
    failing: numbers.filter((share) => share > noticeable).length,
    notModelled: errors.length - numbers.length,
  };
}

/** Where there are no cases at all: a warning at the first failover policy, if there is one. */
export function nothingPredicted(mesh: Mesh, environment: string | null): Finding[] {
  const policy = mesh.resources.DestinationRule.find(
    ({ spec, isPatched }) => !isPatched && policiesIn(spec).some(asksForFailover),
  );
  if (!policy) return [];
  const { kind, namespace, name, document } = policy;
  const place = placeAt(document, ['spec', 'host']);
  return [
    findingAt(nothingPredictedRule, {
      message: nothingMessage(mesh),
      file: place.file,
      range: place,
      resource: { kind, namespace, name },
      environment,
    }),
  ];
}

function nothingMessage(mesh: Mesh): string {
  const noHost = whyNoHost(mesh);
  const noRegion = hasNoRegion(mesh);
  const whys = [noHost, noRegion ? 'nothing says in which regions the hosts run' : undefined];
  return [
    `No case was predicted: ${whys.filter((why) => why !== undefined).join(', and ')}.`,
    'Whether the hosts fail over was not checked.',
    ...(noRegion ? ['Declare clusters, each with its locality, in mesh-failover.yaml.'] : []),
  ].join(' ');
}

/**
 * What the predicted table shows: expectations that are not met, and single outages that leave errors behind.
 *
 * @param known What the rules found: where an error has its cause named already, its effect is not reported as well.
 */
export function tableFindings(
  rows: readonly TableRow[],
  mesh: Mesh,
  known: readonly Finding[],
  environment: string | null,
): Finding[] {
  return [...expectationFindings(rows, mesh), ...errorFindings(rows, mesh, known)].map(
    (finding) => ({ ...finding, environment }),
  );
}

function expectationFindings(rows: readonly TableRow[], mesh: Mesh): Finding[] {
  const { config } = mesh;
  const { document, file } = config;
  if (!document || file === undefined) return [];
  const byScenario = new Map<string, TableRow[]>();
  for (const row of rows) {
    if (row.scenario.configured?.expect) addTo(byScenario, row.scenario.name, row);
  }
  const broken = [...byScenario.values()].flatMap((own) =>
    own[0] ? [...brokenExpectations(own[0].scenario, own)] : [],
  );
  return broken.map(({ scenario, message, row }) => {
    const index = config.scenarios.findIndex(({ name }) => name === scenario);
    return findingAt(expectationFailed, {
      message: `Scenario ${scenario}: ${message}. Mend the policy, or change what is expected.`,
      file,
      range: document.locate(['scenarios', index, 'expect'], 'key'),
      related: row ? relatedTo(row, mesh) : [],
    });
  });
}

function errorFindings(
  rows: readonly TableRow[],
  mesh: Mesh,
  known: readonly Finding[],
): Finding[] {
  const worst = new Map<string, { row: TableRow; errors: number; place: Place }>();
  const hidden = hiddenRequests(mesh, known);
  const misnamed = misnamedHosts(mesh, known);
  for (const row of rows) {
    const { outcome } = row;
    // Injected faults are reported where they are written.
    const errors = withoutAbort(outcome.errorsMax ?? outcome.errors ?? 0, row.target.route);
    const place = responsiblePlace(row.target);
    // A host that nobody serves is an error of its own, in every case.
    if (errors < noticeable || !place || row.target.unserved) continue;
    if (!isSingleOutage(row, mesh) || isExplained(mesh, row.target, known)) continue;
    if (hidden.has(requestOf(row.target)) || misnamed.has(row.target.host)) continue;
    // No policy notices what an endpoint answers inside of a connection that sidecars open.
    if (row.target.isStream && !row.target.route) continue;
    // A missing policy is a finding of its own where it matters.
    if (isControlPlane(mesh, row.target) || isWithoutPolicy(mesh, row.target)) continue;
    const key = JSON.stringify([place.resource.kind, place.resource.name, place.path]);
    const other = worst.get(key);
    if (!other || other.errors < errors) worst.set(key, { row, errors, place });
  }
  return [...worst.values()].map(({ row, errors, place }) => {
    const { prediction } = row;
    const share = percent(errors);
    const { thatEnter } = clientKinds[prediction.clientKind].words;
    const { kind, namespace, name, document } = place.resource;
    const at = placeAt(document, place.path, place.part);
    return findingAt(errorsLeft, {
      message:
        `In the outage ${prediction.scenario}, ${share} of the requests to ${shortHost(prediction.host)} ` +
        `${thatEnter(prediction.clientLocality)} fail for as long as it lasts` +
        `${prediction.reason === undefined ? '' : ` (${prediction.reason})`}. ` +
        'See the table, or mesh-failover simulate --explain, for the reason.',
      file: at.file,
      range: at,
      resource: { kind, namespace, name },
      related: relatedTo(row, mesh),
    });
  });
}

/** The rules that report a policy that is not in force for a target. */
const hiding = new Set(
  [outOfReach, wildcardShadowed, clientNamespaceShadows].map(({ name }) => name),
);

/** What is sent without the policy that is written for it, where that has been reported. */
function hiddenRequests(mesh: Mesh, known: readonly Finding[]): ReadonlySet<string> {
  if (!known.some(({ rule }) => hiding.has(rule))) return new Set();
  return new Set(hiddenRules(mesh).map(({ target }) => requestOf(target)));
}

/** Hosts without a rule, because theirs names another host, where that has been reported. */
function misnamedHosts(mesh: Mesh, known: readonly Finding[]): ReadonlySet<string> {
  return known.some(({ rule }) => rule === hostMatch.name) ? hostsMeant(mesh) : new Set();
}

function requestOf({ host, port, subset, route }: Target): string {
  return JSON.stringify([host, port, subset, route?.host, route?.name]);
}

/** One built-in outage of a place of which others are left; who has lost the gateway itself is not meant. */
function isSingleOutage({ scenario, target }: TableRow, mesh: Mesh): boolean {
  const [outage, second] = scenario.outages;
  if (scenario.configured || !outage || second) return false;
  if (outage.kind === 'cluster-lost') {
    const isLeft = mesh.topology
      .endpoints(target.host)
      .some(({ cluster }) => cluster !== outage.cluster);
    return isLeft && outage.cluster !== target.client.cluster;
  }
  const { locality = '' } = outage;
  return placesOfTarget(mesh, target).some((place) => !`${place}/`.startsWith(`${locality}/`));
}

const causes = new Set(rules.filter((rule) => rule.explainsErrors).map(({ name }) => name));

/**
 * Whether what is wrong with the same policy or route has been reported. Warnings of other kinds, such as how it
 * takes errors in the background, do not explain an outage.
 */
function isExplained(mesh: Mesh, target: Target, known: readonly Finding[]): boolean {
  const declared = target.place ? [target.place.resource] : [];
  const objects = [...objectsBehind(target), ...servicesBehind(mesh, target), ...declared];
  return known.some(
    ({ rule, severity, category, resource }) =>
      (severity === 'error' ||
        (severity === 'warning' && (category !== 'semantics' || causes.has(rule)))) &&
      objects.some(
        ({ kind, namespace, name }) =>
          resource?.kind === kind && resource.namespace === namespace && resource.name === name,
      ),
  );
}

function responsiblePlace({ policies, place }: Target): Place | undefined {
  return policies[0]?.policy.levels.loadBalancer.place ?? place;
}

/**
 * Which steps of the prediction say most about a row, the most telling first: what keeps failing endpoints in
 * use, then what decides about the localities.
 */
const telling = [
  'ejection-cap',
  'panic-threshold',
  'distribute',
  'failover-priority',
  'failover',
  'no-failover',
  'locality-disabled',
  'outlier-detection',
];

/** The manifest line that is responsible for a row, with what the mesh makes of it. */
function relatedTo({ target, scenario }: TableRow, mesh: Mesh): RelatedPlace[] {
  const { steps } = predictTarget(mesh, target, scenario.outages, true);
  const placed = steps.flatMap((step) => {
    const place = placeOfStep(mesh, target, step);
    const rank = telling.indexOf(step.rule);
    return place && rank >= 0 ? [{ rank, message: step.text, place }] : [];
  });
  const [first] = placed.sort((one, other) => one.rank - other.rank);
  const place = first?.place ?? responsiblePlace(target);
  if (!place) return [];
  const { document } = place.resource;
  return [
    {
      ...placeAt(document, place.path, place.part),
      message: first?.message ?? 'the policy that leads to it',
    },
  ];
}
