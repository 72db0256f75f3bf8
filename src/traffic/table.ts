import { UserError } from '../foundation/errors.js';
import { kept } from '../foundation/kept.js';
import { Recent } from '../foundation/recent.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import { formatLocality, type Locality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { routeNotes } from '../mesh/route-answers.js';
import type { Target } from '../mesh/target.js';
import { clusterRegions } from '../mesh/topology.js';
import { barriersOf } from './access-policies.js';
import { callersOf, withoutLikeCallers } from './callers.js';
import { failingAnswers } from './failing-answers.js';
import { entrySituation, predictEntry } from './entry.js';
import { lostClusters } from './outage.js';
import { placedSteps } from './placed-steps.js';
import type { PredictResult } from './predict.js';
import type { Outcome, PredictedTarget, Prediction } from './result.js';
import { scenarios, type Scenario, type ScenarioOptions } from './scenarios.js';
import { subjectOf } from './subject.js';
import { isByZone } from './zones.js';
import { isInTable } from './without-policy.js';
import { TargetPredictor } from './target-predictor.js';
import { unservedTargets } from './unserved-hosts.js';

/** A row of the table, and what it is about. */
export interface TableRow {
  readonly target: Target;
  readonly scenario: Scenario;
  /** What `prediction` is made of, when it is asked for. */
  readonly subject: PredictedTarget['subject'];
  readonly outcome: Outcome;
  readonly prediction: Prediction;
}

/** What rows have in common is kept once: there may be half a million of them. What was asked for stays the same object. */
class Row implements TableRow {
  #made: Prediction | undefined;

  constructor(
    readonly target: Target,
    readonly scenario: Scenario,
    readonly subject: PredictedTarget['subject'],
    readonly outcome: Outcome,
  ) {}

  get prediction(): Prediction {
    return (this.#made ??= { ...this.subject, ...this.outcome });
  }
}

/**
 * The built-in scenarios for the mesh's regions and clusters, and those of its configuration; for zones if that is asked for, or
 * if they count as regions do. The only region is then no scenario of its own: nothing is left of it.
 */
export function scenariosOf(mesh: Mesh, options?: ScenarioOptions): Scenario[] {
  const { clusters, byZone, isOneRegion } = mesh.topology;
  const hosts = new Set(rowTargets(mesh).map(({ host }) => host));
  const localities = [...hosts].flatMap((host) =>
    mesh.topology.endpoints(host).map(({ locality }) => locality),
  );
  const regions = [...clusterRegions(clusters), ...localities.map(({ region }) => region)];
  const zones = zonesByRegion(localities);
  const several = byZone ? [...zones.values()].filter(({ length }) => length > 1).flat() : [];
  const isAsked = options?.zones === true;
  const isReplaced = isOneRegion && several.length > 0 && !isAsked;
  return scenarios(
    {
      regions: isReplaced ? [] : [...new Set(regions)].filter((region) => region !== ''),
      zones: (isAsked ? [...zones.values()].flat() : several).sort(),
      clusters: (mesh.config.clusters ?? []).map(({ name }) => name),
    },
    mesh.config.scenarios,
    { depth: options?.depth ?? 1, zones: isAsked || several.length > 0 },
  );
}

/** As `region/zone`. */
function zonesByRegion(localities: readonly Locality[]): Map<string, string[]> {
  const zones = new Map<string, Set<string>>();
  for (const { region, zone } of localities) {
    if (zone !== '') kept(zones, region, () => new Set()).add(`${region}/${zone}`);
  }
  return new Map([...zones].map(([region, own]) => [region, [...own]]));
}

/** What the table is about; everything is the default. */
export interface TableOptions {
  isMeant?: (target: Target) => boolean;
  /** Targets without a route and a policy too: they were asked for. */
  isAll?: boolean;
  /** Say for each row how the mesh comes to it. */
  explain?: boolean;
  /** The environment's name, for the rows; null: the only one. */
  environment?: string | null;
}

/** One target's part of the table. */
export interface TableTarget extends PredictedTarget {
  target: Target;
}

/** So many scenarios of a target are worked out at once. */
const atOnce = 100;

/** Numbers of a whole table: as JSON they are 300 MB. */
const mostNumbers = 2_500_000;

/** Shares of localities that are kept for targets that are alike; with what is made of them some 100 MB. */
const mostKept = 200_000;

/** Targets whose situations are kept: a few MB. */
const mostSituations = 50_000;

/**
 * The predicted table: every target in every scenario, the targets in their order, for each the scenarios in theirs. It is worked
 * out while it is read, each time anew but for what was asked for of late, and holds no rows.
 */
export class PredictedTable implements Iterable<TableTarget> {
  readonly #predictor: TargetPredictor;
  readonly #known = new Recent<readonly Outcome[]>(mostKept);
  /** By the part, then by the number of the target. */
  readonly #situations: string[][] = [];
  readonly #texts = new Map<string, string>();
  readonly #parts: { scenarios: readonly Scenario[]; lost: ReadonlySet<string>[] }[] = [];
  readonly #mesh: Mesh;
  readonly #options: TableOptions;

  constructor(mesh: Mesh, scenarios: readonly Scenario[], options: TableOptions = {}) {
    this.#mesh = mesh;
    this.#options = options;
    this.#predictor = new TargetPredictor(mesh, options.explain ?? false);
    for (let start = 0; start < scenarios.length; start += atOnce) {
      const part = scenarios.slice(start, start + atOnce);
      this.#parts.push({ scenarios: part, lost: distinctLosses(part) });
    }
  }

  *[Symbol.iterator](): Generator<TableTarget, void, undefined> {
    const { isMeant = () => true, isAll = false, environment = null } = this.#options;
    // Where no region is known there is nothing to predict.
    if (this.#mesh.topology.clusters.length === 0) return;
    const targets = this.#fitting(
      rowTargets(this.#mesh).filter(
        (target) => isMeant(target) && (isAll || isInTable(this.#mesh, target)),
      ),
    );
    for (const [number, target] of targets.entries()) {
      const outcomes = () => this.#outcomes(target, number);
      const byZone = isByZone(this.#mesh, target);
      yield { target, subject: subjectOf(target, environment), byZone, outcomes };
    }
    // Whoever reads the table once more gets all of it.
    this.#predictor.isCounted = false;
  }

  *rows(): Generator<TableRow, void, undefined> {
    for (const { target, subject, outcomes } of this) {
      let part = 0;
      for (const some of outcomes()) {
        const { scenarios } = this.#parts[part++]!;
        const own = hasRowWhenLost(target)
          ? scenarios
          : scenarios.filter((scenario) => isHere(target, scenario));
        for (const [index, outcome] of some.entries()) {
          yield new Row(target, own[index]!, subject, outcome);
        }
      }
    }
  }

  /**
   * The targets, if they are not too many to be printed, or read. Callers that get the same as the gateways that route to the host are the
   * first to be left out.
   *
   * @throws UserError for a table that is too large.
   */
  #fitting(targets: readonly Target[]): readonly Target[] {
    const scenarioCount = this.#parts.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
    const places = new Map<string, number>();
    const { topology } = this.#mesh;
    const placesOf = (host: string) =>
      kept(places, host, () => {
        const names = topology.endpoints(host).map(({ locality }) => formatLocality(locality));
        return new Set(names).size;
      });
    const numbersOf = (own: readonly Target[]) =>
      scenarioCount * own.reduce((sum, { host }) => sum + 2 + placesOf(host), 0);
    if (numbersOf(targets) <= mostNumbers) return targets;
    const fewer = withoutLikeCallers(this.#mesh, targets);
    const numbers = numbersOf(fewer);
    if (numbers <= mostNumbers) return fewer;
    const clients = new Set(fewer.map(({ client }) => client.name)).size;
    const count = (value: number) => value.toLocaleString('en');
    throw new UserError(
      `the predicted table would have ${count(fewer.length * scenarioCount)} rows, of ${count(fewer.length)} destinations for ` +
        `${count(clients)} clients in ${count(scenarioCount)} scenarios, and ${count(numbers)} numbers; no more than ` +
        `${count(mostNumbers)} can be shown. Name some of the hosts, clients or scenarios, declare fewer of them in ` +
        'mesh-failover.yaml, or look at some of the folders at a time.',
    );
  }

  *#outcomes(target: Target, number: number): Generator<readonly Outcome[]> {
    const { explain = false } = this.#options;
    const { route } = target;
    const notes = [
      ...routeNotes(route?.http, route?.virtualService),
      ...barriersOf(this.#mesh, target).notes,
    ];
    const more = notes.length ? { notes } : {};
    for (const [part, { scenarios, lost }] of this.#parts.entries()) {
      // The steps name the target's own lines.
      const situation = explain ? `#${number}` : this.#situationOf(target, number, part, lost);
      yield this.#known.get(
        JSON.stringify([part, situation, notes]),
        () =>
          scenarios
            .filter((scenario) => hasRowWhenLost(target) || isHere(target, scenario))
            .map((scenario) => this.#outcomeOf(target, scenario, more)),
        weightOf,
      );
    }
  }

  /** The table is read several times, and asked each time for the situation of each target. */
  #situationOf(
    target: Target,
    number: number,
    part: number,
    lost: readonly ReadonlySet<string>[],
  ): string {
    const known = (this.#situations[part] ??= []);
    const own = known[number];
    if (own !== undefined) return own;
    const text = entrySituation(this.#mesh, this.#predictor, target, lost);
    if (number >= mostSituations) return text;
    const shared = kept(this.#texts, text, () => text);
    known[number] = shared;
    return shared;
  }

  #outcomeOf(target: Target, { name, outages }: Scenario, notes: Pick<Outcome, 'notes'>): Outcome {
    const result = predictEntry(this.#mesh, this.#predictor, target, outages);
    const outcome = { scenario: name, ...outcomeNumbers(result), ...notes };
    if (!this.#options.explain) return outcome;
    return { ...outcome, steps: placedSteps(this.#mesh, target, result.steps) };
  }
}

/** Who calls from a cluster by its sidecar is lost with it, and sends no requests. */
function hasRowWhenLost({ client }: Target): boolean {
  return clientKinds[client.kind].isBehindFrontDoor;
}

function isHere({ client }: Target, { outages }: Scenario): boolean {
  return !lostClusters(outages).has(client.cluster);
}

/** What has rows: what clients send requests to, routes that a client answers with 5xx by itself, and public hosts that nobody serves. */
export function rowTargets(mesh: Mesh): readonly Target[] {
  return mesh.memory.of(mesh, findRowTargets);
}

function findRowTargets(mesh: Mesh): readonly Target[] {
  const failing = failingAnswers(mesh);
  const unserved = unservedTargets(mesh);
  const callers = callersOf(mesh);
  // What a gateway was meant to lead to is not shown as if a request could reach it.
  const lost = new Set(
    unserved.flatMap(({ host, unserved: own }) => (own?.isForMesh ? [] : [host])),
  );
  const isOwn = ({ host, route }: Target) => Boolean(route) || !lost.has(host);
  const isReached = ({ host, route }: Target) =>
    Boolean(route) ||
    !(callers.routed.has(host) || (mesh.services.find(host) && callers.isUnknown(host)));
  return [
    ...mesh.targets().filter((target) => isOwn(target) && isReached(target)),
    ...failing,
    ...unserved,
    ...callers.targets.filter(isOwn),
  ];
}

/** The rows of the table, one after the other, for those who want to know what each is about. */
export function predictTable(
  mesh: Mesh,
  outages: readonly Scenario[],
  options?: TableOptions,
): Iterable<TableRow> {
  return new PredictedTable(mesh, outages, options).rows();
}

function distinctLosses(scenarios: readonly Scenario[]): ReadonlySet<string>[] {
  const losses = scenarios.map(({ outages }) => lostClusters(outages));
  const byName = new Map(losses.map((lost) => [JSON.stringify([...lost].sort()), lost]));
  return [...byName.values()].filter(({ size }) => size > 0);
}

function weightOf(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { split, steps = [] }) => sum + 1 + split.length + steps.length, 0);
}

/** The numbers of a result, as rows have them. */
export function outcomeNumbers(
  result: PredictResult,
): Omit<Outcome, 'scenario' | 'notes' | 'steps'> {
  if (result.undefined) {
    const { reason } = result;
    return { split: [], unanswered: null, errors: null, determined: false, reason };
  }
  const { split, unanswered, errors, errorsMin, errorsMax, determined, reason } = result;
  const { overflow, timeouts, latencyMs } = result;
  return {
    split,
    unanswered,
    errors,
    ...(errorsMin === undefined ? {} : { errorsMin }),
    ...(errorsMax === undefined ? {} : { errorsMax }),
    ...(overflow === undefined ? {} : { overflow }),
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    determined,
    ...(reason === undefined ? {} : { reason }),
  };
}
