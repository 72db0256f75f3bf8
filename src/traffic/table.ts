import type { Mesh } from '../mesh/mesh.js';
import { formatLocality } from '../mesh/locality.js';
import { routeNotes } from '../mesh/route-answers.js';
import { ingressOf } from '../mesh/build-topology.js';
import { targetsOf, type Target } from '../mesh/targets.js';
import { regionsOf, type Client } from '../mesh/topology.js';
import { lostClusters, type Outage } from './outage.js';
import type { ExplainStep } from './explain.js';
import { placedSteps } from './placed-steps.js';
import type { PredictInput, PredictResult } from './predict.js';
import { inputOf } from './predict-target.js';
import { PredictionCache } from './prediction-cache.js';
import type { Prediction } from './result.js';
import { rowSubject } from './row-subject.js';
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

/** What the table is about; everything is the default. */
export interface TableOptions {
  isMeant?: (target: Target) => boolean;
  /** Say for each row how the mesh comes to it. */
  explain?: boolean;
}

/** Every target in every scenario: the targets in their order, for each the scenarios in theirs. */
export function* predictTable(
  mesh: Mesh,
  outages: readonly Scenario[],
  { isMeant = () => true, explain = false }: TableOptions = {},
): Generator<TableRow, void, undefined> {
  // Where no region is known there is nothing to predict.
  if (mesh.topology.clusters.length === 0) return;
  const predictor = new TargetPredictor(mesh, explain);
  for (const target of mesh.targets().filter(isMeant)) {
    for (const scenario of outages) {
      const result = predictEntry(mesh, predictor, target, scenario.outages);
      const prediction = rowOf(target, scenario, result);
      if (explain) prediction.steps = placedSteps(mesh, target, result.steps);
      yield { target, scenario, prediction };
    }
  }
}

/** Predicts alike situations once. */
class TargetPredictor {
  private readonly cache = new PredictionCache();
  private readonly inputs = new Map<Target, PredictInput>();

  constructor(
    private readonly mesh: Mesh,
    private readonly explain: boolean,
  ) {}

  predict(target: Target, outages: readonly Outage[]): PredictResult {
    let input = this.inputs.get(target);
    if (!input) {
      input = { ...inputOf(this.mesh, target), explain: this.explain };
      // One target is asked for all of its scenarios in turn.
      if (this.inputs.size >= REMEMBERED) this.inputs.clear();
      this.inputs.set(target, input);
    }
    return this.cache.predict({ ...input, outages });
  }
}

const REMEMBERED = 100;

/**
 * A client whose whole cluster is lost has no entry, unless the front door leads it to another
 * cluster's gateway: there it gets what the clients of that cluster get.
 */
function predictEntry(
  mesh: Mesh,
  predictor: TargetPredictor,
  target: Target,
  outages: readonly Outage[],
): PredictResult {
  const lost = lostClusters(outages);
  if (!lost.has(target.client.cluster)) return predictor.predict(target, outages);
  if (mesh.config.frontDoor === 'none') {
    return noEntry(mesh, target, 'no entry: the gateway is gone with its cluster');
  }
  const elsewhere = targetsElsewhere(mesh, lost).get(requestKey(target)) ?? [];
  const results = elsewhere.map((other) => predictor.predict(other, outages));
  const [first, ...rest] = results;
  if (!first) return noEntry(mesh, target, 'no entry: no other gateway serves this host');
  return withStep(rest.reduce(either, first), {
    rule: 'front-door',
    text: `the gateway is gone with its cluster; frontDoor ${mesh.config.frontDoor} leads to ${names(elsewhere)}`,
  });
}

/** By mesh and lost clusters: every target asks for them. */
const knownElsewhere = new WeakMap<Mesh, Map<string, Map<string, Target[]>>>();

/** What the entries of the clusters that are left ask for, by request. */
function targetsElsewhere(mesh: Mesh, lost: ReadonlySet<string>): Map<string, Target[]> {
  const known = knownElsewhere.get(mesh) ?? new Map<string, Map<string, Target[]>>();
  knownElsewhere.set(mesh, known);
  const key = JSON.stringify([...lost].sort());
  let byRequest = known.get(key);
  if (!byRequest) {
    byRequest = new Map();
    for (const target of targetsOf(mesh, entries(mesh, lost))) {
      const request = requestKey(target);
      byRequest.set(request, [...(byRequest.get(request) ?? []), target]);
    }
    known.set(key, byRequest);
  }
  return byRequest;
}

/** The clients of the clusters that are left; where nobody declared one, the ingress gateway itself. */
function entries({ topology }: Mesh, lost: ReadonlySet<string>): Client[] {
  return topology.clusters
    .filter(({ name }) => !lost.has(name))
    .flatMap((cluster) => {
      const own = topology.clients.filter((client) => client.cluster === cluster.name);
      return own.length ? own : [ingressOf(cluster)];
    });
}

function withStep(result: PredictResult, step: ExplainStep): PredictResult {
  return { ...result, steps: [step, ...result.steps] };
}

function names(targets: readonly Target[]): string {
  return [...new Set(targets.map(({ client }) => client.name))].join(' or ');
}

/** Targets are the same request of different clients where their keys are equal. */
function requestKey({ host, port, subset, route }: Target): string {
  return JSON.stringify([host, port, subset, route?.publicHost, route?.name]);
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
    reason: text,
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
    reason: "the front door may lead to any of the other clusters' gateways",
    steps: [...a.steps, ...b.steps],
  };
}

function rowOf(target: Target, scenario: Scenario, result: PredictResult): Prediction {
  const { route } = target;
  const notes = routeNotes(route?.http, route?.virtualService.namespace ?? '');
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
    ...rowSubject(target, scenario),
    ...numbers,
    ...(notes.length ? { notes } : {}),
  };
}
