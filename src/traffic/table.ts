import type { Mesh } from '../mesh/mesh.js';
import { formatLocality } from '../mesh/locality.js';
import type { Target } from '../mesh/targets.js';
import { regionsOf } from '../mesh/topology.js';
import { lostClusters, type Outage } from './outage.js';
import { predictTarget } from './predict-target.js';
import type { PredictResult } from './predict.js';
import type { Prediction } from './result.js';
import { scenarios, type Scenario, type ScenarioOptions } from './scenarios.js';

/** A row of the table, and what it is about. */
export interface TableRow {
  target: Target;
  scenario: Scenario;
  prediction: Prediction;
}

/** The built-in scenarios for the mesh's regions, zones and clusters, and those of its configuration. */
export function scenariosOf(mesh: Mesh, options?: ScenarioOptions): Scenario[] {
  const { clusters } = mesh.topology;
  const hosts = new Set(mesh.targets().map(({ host }) => host));
  const localities = [...hosts].flatMap((host) =>
    mesh.topology.endpoints(host).map(({ locality }) => locality),
  );
  const zones = localities.filter(({ zone }) => zone !== '');
  const regions = [...regionsOf(clusters), ...localities.map(({ region }) => region)];
  return scenarios(
    {
      regions: [...new Set(regions)].filter((region) => region !== ''),
      zones: [...new Set(zones.map(({ region, zone }) => `${region}/${zone}`))].sort(),
      clusters: (mesh.config.clusters ?? []).map(({ name }) => name),
    },
    mesh.config.scenarios,
    options,
  );
}

/** Every target in every scenario: the targets in their order, for each the scenarios in theirs. */
export function* predictTable(
  mesh: Mesh,
  outages: readonly Scenario[],
): Generator<TableRow, void, undefined> {
  // Where no region is known there is nothing to predict.
  if (mesh.topology.clusters.length === 0) return;
  for (const target of mesh.targets()) {
    for (const scenario of outages) {
      const result = predictEntry(mesh, target, scenario.outages);
      yield { target, scenario, prediction: rowOf(target, scenario, result) };
    }
  }
}

/**
 * A client whose whole cluster is lost has no entry, unless the front door leads it to another
 * cluster's gateway: there it gets what the clients of that cluster get.
 */
function predictEntry(mesh: Mesh, target: Target, outages: readonly Outage[]): PredictResult {
  const lost = lostClusters(outages);
  if (!lost.has(target.client.cluster)) return predictTarget(mesh, target, outages);
  if (mesh.config.frontDoor === 'none')
    return noEntry(mesh, target, 'no entry: its gateway is gone');
  const elsewhere = mesh
    .targets()
    .filter((other) => !lost.has(other.client.cluster) && isSameRequest(other, target));
  const results = elsewhere.map((other) => predictTarget(mesh, other, outages));
  const [first, ...rest] = results;
  if (!first) return noEntry(mesh, target, 'no entry: no other gateway serves this host');
  return rest.reduce(either, first);
}

function isSameRequest(a: Target, b: Target): boolean {
  return (
    a.host === b.host &&
    a.port === b.port &&
    a.subset === b.subset &&
    a.route?.publicHost === b.route?.publicHost &&
    a.route?.name === b.route?.name
  );
}

function noEntry(mesh: Mesh, { host }: Target, text: string): PredictResult {
  const localities = new Set(
    mesh.topology.endpoints(host).map(({ locality }) => formatLocality(locality)),
  );
  return {
    undefined: false,
    split: [...localities].sort().map((locality) => ({ locality, share: 0 })),
    unanswered: 1,
    errors: 1,
    determined: true,
    steps: [{ rule: 'front-door', text }],
  };
}

/** One of two entries, nobody knows which: their mean, and the range between them. */
function either(a: PredictResult, b: PredictResult): PredictResult {
  if (a.undefined) return a;
  if (b.undefined) return b;
  const same = (x: number, y: number) => Math.abs(x - y) < 1e-9;
  const isSame = a.split.every(({ share }, index) => same(share, b.split[index]?.share ?? 0));
  if (isSame && same(a.errors, b.errors) && same(a.unanswered, b.unanswered)) return a;
  const low = Math.min(a.errorsMin ?? a.errors, b.errorsMin ?? b.errors);
  const high = Math.max(a.errorsMax ?? a.errors, b.errorsMax ?? b.errors);
  return {
    undefined: false,
    split: a.split.map((own, index) => {
      const other = b.split[index] ?? own;
      return {
        locality: own.locality,
        share: (own.share + other.share) / 2,
        min: Math.min(own.min ?? own.share, other.min ?? other.share),
        max: Math.max(own.max ?? own.share, other.max ?? other.share),
      };
    }),
    unanswered: (a.unanswered + b.unanswered) / 2,
    errors: (a.errors + b.errors) / 2,
    errorsMin: low,
    errorsMax: high,
    determined: false,
    reason: 'the front door may lead to any of the other clusters',
    steps: [...a.steps, ...b.steps],
  };
}

function rowOf(target: Target, scenario: Scenario, result: PredictResult): Prediction {
  const { client, host, port, subset, route } = target;
  const numbers = result.undefined
    ? { split: [], unanswered: null, errors: null, determined: false, reason: result.reason }
    : {
        split: result.split,
        unanswered: result.unanswered,
        errors: result.errors,
        ...(result.errorsMin === undefined ? {} : { errorsMin: result.errorsMin }),
        ...(result.errorsMax === undefined ? {} : { errorsMax: result.errorsMax }),
        determined: result.determined,
        ...(result.reason === undefined ? {} : { reason: result.reason }),
      };
  return {
    host,
    port: port ?? null,
    subset: subset ?? null,
    publicHost: route?.publicHost ?? null,
    route: route?.name ?? null,
    client: client.name,
    clientLocality: formatLocality(client.locality),
    scenario: scenario.name,
    ...numbers,
  };
}
