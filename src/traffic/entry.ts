import { addTo } from '../foundation/add-to.js';
import { ingressOf } from '../mesh/build-topology.js';
import type { Mesh } from '../mesh/mesh.js';
import { targetsOf, type Target } from '../mesh/targets.js';
import type { Client } from '../mesh/topology.js';
import type { ExplainStep } from './explain.js';
import { lostClusters, type Outage } from './outage.js';
import type { PredictResult } from './predict.js';
import { notServed } from './predict-target.js';
import type { TargetPredictor } from './target-predictor.js';

/**
 * A client whose whole cluster is lost has no entry, unless the front door leads it to another
 * cluster's gateway: there it gets what the clients of that cluster get.
 */
export function predictEntry(
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

/**
 * The same for targets to which the same happens in every outage, as far as these clusters are the ones that can be lost.
 *
 * @param lost The clusters that outages take, each set once.
 */
export function entrySituation(
  mesh: Mesh,
  predictor: TargetPredictor,
  target: Target,
  lost: readonly ReadonlySet<string>[],
): string {
  const own = predictor.situation(target);
  if (mesh.config.frontDoor === 'none') return own;
  const elsewhere = lost
    .filter((clusters) => clusters.has(target.client.cluster))
    .map((clusters) => targetsElsewhere(mesh, clusters).get(requestKey(target)) ?? [])
    .map((targets) => targets.map((other) => predictor.situation(other)).join());
  return [own, ...elsewhere].join(';');
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
      addTo(byRequest, requestKey(target), target);
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

function noEntry(mesh: Mesh, target: Target, reason: string): PredictResult {
  return notServed(mesh, target, 'front-door', reason);
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
