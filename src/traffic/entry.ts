import { Recent } from '../foundation/recent.js';
import { addTo } from '../foundation/add-to.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { Mesh } from '../mesh/mesh.js';
import { targetsOf } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { clientsOfKind, type Client } from '../mesh/topology.js';
import type { ExplainStep } from './explain.js';
import { lostClusters, type Outage } from './outage.js';
import type { DefinedResult, PredictResult } from './predict.js';
import { notServed } from './predict-target.js';
import type { LocalityShare } from './result.js';
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
  const { client } = target;
  if (!hasFrontDoor(mesh, client)) {
    return noEntry(mesh, target, `no entry: ${goneWithCluster(client)}`);
  }
  const elsewhere = targetsElsewhere(mesh, client, lost).get(requestKey(target)) ?? [];
  const { proxy } = clientKinds[client.kind].words;
  const results = elsewhere.map((other) => predictor.predict(other, outages));
  const unknown = results.find((one) => one.undefined);
  const [first, ...rest] = results.filter((one) => !one.undefined);
  if (!unknown && !first) {
    return noEntry(mesh, target, `no entry: no other ${proxy} serves this host`);
  }
  const reason = `the front door may lead to any of the other clusters' ${proxy}s`;
  const result = unknown ?? anyOf(first!, rest, reason);
  return withStep(result, {
    rule: 'front-door',
    text: `${goneWithCluster(client)}; frontDoor ${mesh.config.frontDoor} leads to ${names(elsewhere)}`,
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
  const { client } = target;
  // What is said of a cluster that is lost depends on the kind of client.
  const own = `${client.kind} ${predictor.situation(target)}`;
  if (!hasFrontDoor(mesh, client)) return own;
  const elsewhere = lost
    .filter((clusters) => clusters.has(client.cluster))
    .map((clusters) => targetsElsewhere(mesh, client, clusters).get(requestKey(target)) ?? [])
    .map((targets) => targets.map((other) => predictor.situation(other)).join());
  return [own, ...elsewhere].join(';');
}

/** Why a client gets no requests where its cluster is lost. */
export function goneWithCluster({ kind }: Client): string {
  return `the ${clientKinds[kind].words.proxy} is gone with its cluster`;
}

/** Whether the requests of a client whose cluster is lost arrive in other clusters. */
export function hasFrontDoor({ config }: Mesh, { kind }: Client): boolean {
  return config.frontDoor !== 'none' && clientKinds[kind].isBehindFrontDoor;
}

/** Targets by request. */
type ByRequest = Map<string, Target[]>;

/** Targets that are kept by the clusters that are lost. */
const mostKept = 1_000_000;

/** What clients of a kind in the clusters that are left send requests to. */
function targetsElsewhere(mesh: Mesh, client: Client, lost: ReadonlySet<string>): ByRequest {
  const key = JSON.stringify([client.kind, client.gateway ?? '', ...[...lost].sort()]);
  return mesh.memory.of(mesh, newElsewhere).get(
    key,
    () => {
      const byRequest: ByRequest = new Map();
      for (const target of targetsOf(mesh, entries(mesh, client, lost))) {
        addTo(byRequest, requestKey(target), target);
      }
      return byRequest;
    },
    (byRequest) => byRequest.size * mesh.topology.clusters.length,
  );
}

function newElsewhere(): Recent<ByRequest> {
  return new Recent(mostKept);
}

/** The clients of the clusters that are left; where none is declared, the one that each has by default. */
export function entries(mesh: Mesh, client: Client, lost: ReadonlySet<string>): Client[] {
  const { topology } = mesh;
  const { kind, gateway } = client;
  const clients = clientsOfKind(topology.clients, kind).filter((one) => one.gateway === gateway);
  return topology.clusters
    .filter(({ name }) => !lost.has(name))
    .flatMap((cluster) => {
      const own = clients.filter((client) => client.cluster === cluster.name);
      if (own.length > 0 || gateway !== undefined) return own;
      return clientKinds[kind].defaultClient?.(cluster, topology.gatewayNamespace) ?? [];
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
  return JSON.stringify([host, port, subset, route?.host, route?.name]);
}

function noEntry(mesh: Mesh, target: Target, reason: string): PredictResult {
  return notServed(mesh, target, 'front-door', reason);
}

/**
 * One of several entries, and nothing says which: their mean, and the range between them.
 *
 * @param others With the localities of the first, in the same order.
 */
export function anyOf(
  first: DefinedResult,
  others: readonly DefinedResult[],
  reason: string,
): DefinedResult {
  const all = [first, ...others];
  const errors = rangeOf(all.map(errorsOf));
  const unanswered = rangeOf(all.map((one) => exactly(one.unanswered)));
  const split = first.split.map((own, index) => ({
    locality: own.locality,
    ...rangeOf(all.map((one) => shareOf(one.split[index] ?? own))),
  }));
  if ([errors, unanswered, ...split].every(({ isSame }) => isSame)) return first;
  return {
    undefined: false,
    split: split.map(({ locality, mean, min, max }) => ({ locality, share: mean, min, max })),
    unanswered: unanswered.mean,
    ...meanLoad(all),
    errors: errors.mean,
    errorsMin: errors.min,
    errorsMax: errors.max,
    determined: false,
    reason,
    steps: all.flatMap(({ steps }) => steps),
  };
}

interface Ranged {
  value: number;
  min: number;
  max: number;
}

const exactly = (value: number): Ranged => ({ value, min: value, max: value });

function errorsOf({ errors, errorsMin = errors, errorsMax = errors }: DefinedResult): Ranged {
  return { value: errors, min: errorsMin, max: errorsMax };
}

function shareOf({ share, min = share, max = share }: LocalityShare): Ranged {
  return { value: share, min, max };
}

/** Closer than this, two numbers are the same. */
const epsilon = 1e-9;

function rangeOf(all: readonly Ranged[]) {
  const spread = (numbers: readonly number[]) => Math.max(...numbers) - Math.min(...numbers);
  const values = all.map(({ value }) => value);
  const lows = all.map(({ min }) => min);
  const highs = all.map(({ max }) => max);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / all.length,
    min: Math.min(...lows),
    max: Math.max(...highs),
    isSame: [values, lows, highs].every((numbers) => spread(numbers) < epsilon),
  };
}

function meanLoad(all: readonly DefinedResult[]): Partial<DefinedResult> {
  if (all.some(({ overflow }) => overflow === undefined)) return {};
  const mean = (value: (one: DefinedResult) => number | undefined) =>
    all.reduce((sum, one) => sum + (value(one) ?? 0), 0) / all.length;
  return {
    overflow: mean(({ overflow }) => overflow),
    timeouts: mean(({ timeouts }) => timeouts),
    latencyMs: {
      mean: mean(({ latencyMs }) => latencyMs?.mean),
      p99: mean(({ latencyMs }) => latencyMs?.p99),
    },
  };
}
