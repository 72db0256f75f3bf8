import { UserError } from '../foundation/errors.js';
import { percent } from '../foundation/percent.js';
import { shortHost } from '../mesh/host-name.js';
import { writtenKind } from '../mesh/gateway-api/references.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { RouteStep } from '../mesh/route.js';
import { titleOfTarget } from '../mesh/targets.js';
import { takesStreams, type Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import { callersOf } from './callers.js';
import { callersOfRequest } from './callers-of-request.js';
import { anyOf, entries, goneWithCluster, hasFrontDoor } from './entry.js';
import type { FollowedRequest, RouteReference } from './followed-request.js';
import { noCluster, statusWithoutCluster } from './no-cluster.js';
import { lostClusters, type Outage } from './outage.js';
import type { ParsedRequest } from './parse-request.js';
import { located, predictionSteps } from './placed-steps.js';
import type { DefinedResult, PredictResult } from './predict.js';
import { routeRequest, type RequestRouting } from './request-routing.js';
import type { PlacedStep } from './result.js';
import { stepsBehindRoute } from './route-steps.js';
import type { Scenario } from './scenarios.js';
import { TargetPredictor } from './target-predictor.js';

/** What to follow; everything is the default. */
export interface FollowSettings {
  /** Names of clients count where this says so. */
  isMeant?: (client: Client) => boolean;
  /** Say also which routes do not take a request, and why the endpoints get it. */
  explain?: boolean;
  /** The environment's name, for the results; null: the only one. */
  environment?: string | null;
}

/** Results beyond that are more than anyone can read. */
const mostResults = 100_000;

/**
 * Follows requests through the proxy of every client in every scenario: by the routes and predictions of the table.
 *
 * @throws UserError for more results than can be read.
 */
export function followRequests(
  mesh: Mesh,
  requests: readonly ParsedRequest[],
  scenarios: readonly Scenario[],
  options: FollowSettings = {},
): FollowedRequest[] {
  const { isMeant = () => true } = options;
  if (mesh.topology.clusters.length === 0) return [];
  const clients = mesh.topology.clients.filter(isMeant);
  const callers = callersOf(mesh).clients.filter(isMeant);
  const count = requests.length * (clients.length + callers.length) * scenarios.length;
  if (count > mostResults) {
    throw new UserError(
      `${requests.length} requests of ${clients.length + callers.length} clients in ${scenarios.length} scenarios are ${count.toLocaleString('en')} ` +
        `results; no more than ${mostResults.toLocaleString('en')} can be shown. Name some of the clients or scenarios.`,
    );
  }
  const follower = new Follower(mesh, options);
  return requests.flatMap((request) =>
    [...clients, ...callersOfRequest(mesh, callers, request.request)].flatMap((client) =>
      follower.follow(request, client, scenarios),
    ),
  );
}

class Follower {
  readonly #mesh: Mesh;
  readonly #explain: boolean;
  readonly #environment: string | null;
  readonly #predictor: TargetPredictor;

  constructor(mesh: Mesh, { explain = false, environment = null }: FollowSettings) {
    this.#mesh = mesh;
    this.#explain = explain;
    this.#environment = environment;
    this.#predictor = new TargetPredictor(mesh, explain);
  }

  follow(
    { asked, request }: ParsedRequest,
    client: Client,
    scenarios: readonly Scenario[],
  ): FollowedRequest[] {
    const routings = new Map<Client, RequestRouting>();
    const routingOf = (own: Client) => {
      let routing = routings.get(own);
      if (!routing) routings.set(own, (routing = routeRequest(this.#mesh, own, request)));
      return routing;
    };
    return scenarios.map(({ name, outages }) => ({
      ...(this.#environment === null ? {} : { environment: this.#environment }),
      request: asked,
      client: client.name,
      clientKind: client.kind,
      clientLocality: formatLocality(client.locality),
      scenario: name,
      ...this.#inScenario(client, routingOf, outages),
    }));
  }

  #inScenario(
    client: Client,
    routingOf: (client: Client) => RequestRouting,
    outages: readonly Outage[],
  ): Numbers {
    const lost = lostClusters(outages);
    if (!lost.has(client.cluster)) return this.#numbers(routingOf(client), outages);
    const gone = goneWithCluster(client);
    if (!hasFrontDoor(this.#mesh, client)) return noEntry(`no entry: ${gone}`);
    const others = entries(this.#mesh, client, lost);
    const results = others.map((other) => this.#numbers(routingOf(other), outages));
    const [first, ...rest] = results;
    if (!first) return noEntry(`no entry: ${gone}, and no other one is left`);
    const names = [...new Set(others.map(({ name }) => name))].join(' or ');
    const step = {
      rule: 'front-door',
      text: `${gone}; frontDoor ${this.#mesh.config.frontDoor} leads to ${names}`,
    };
    const all = anyNumbers(first, rest);
    return { ...all, steps: [step, ...all.steps] };
  }

  #numbers(routing: RequestRouting, outages: readonly Outage[]): Numbers {
    const { outcome, status, reason, route, targets, notes } = routing;
    const results = targets.map(({ target, share }) => ({
      ...{ target, share },
      result: this.#predictor.predict(target, outages),
    }));
    const numbers = numbersOf(routing, results);
    const own =
      status ??
      (numbers.unanswered !== null && numbers.unanswered > 0 && outcome === 'forwarded'
        ? this.#ownStatus(results.filter(({ target }) => !takesStreams(target)))
        : undefined);
    return {
      outcome,
      ...(own === undefined ? {} : { status: own }),
      ...(route ? { route: referenceOf(route) } : {}),
      destinations: targets.map(({ target: { host, port, subset }, share }) => ({
        ...{ host, port: port ?? null, subset: subset ?? null, share },
      })),
      ...numbers,
      ...(reason === undefined ? {} : { reason }),
      ...(notes.length > 0 ? { notes } : {}),
      steps: this.#steps(routing, results),
    };
  }

  /** What the proxy answers to the largest share of the requests that no endpoint gets. */
  #ownStatus(results: readonly DestinationResult[]): number | undefined {
    if (results.length === 0) return undefined;
    const shares = new Map<number, number>();
    for (const { target, share, result } of results) {
      if (result.undefined || result.unanswered === 0) continue;
      const status = noCluster(this.#mesh, target) ? statusWithoutCluster(target) : 503;
      shares.set(status, (shares.get(status) ?? 0) + share * result.unanswered);
    }
    const [[status] = [503]] = [...shares].sort(([, a], [, b]) => b - a);
    return status;
  }

  #steps(routing: RequestRouting, results: readonly DestinationResult[]): PlacedStep[] {
    const { steps, passed } = routing;
    // The routes that do not take it stand before the one that does.
    const turn = steps.findIndex(({ rule }) => rule === 'route' || rule === 'no-route');
    const before = turn < 0 ? steps.length : turn;
    const tried = this.#explain ? passed : [];
    const end = endStep(routing);
    return [
      ...[...steps.slice(0, before), ...tried, ...steps.slice(before), ...end].map(located),
      ...results.flatMap(({ target, share, result }) => [
        located(destinationStep(target, share)),
        ...(this.#explain
          ? [
              ...stepsBehindRoute(this.#mesh, target)
                .filter(({ rule }) => rule !== 'weight')
                .map(located),
              ...predictionSteps(this.#mesh, target, result.steps),
            ]
          : []),
      ]),
    ];
  }
}

/** What of a result depends on the scenario. */
type Numbers = Omit<
  FollowedRequest,
  'environment' | 'request' | 'client' | 'clientKind' | 'clientLocality' | 'scenario'
>;

interface DestinationResult {
  target: Target;
  /** Of the route's requests. */
  share: number;
  result: PredictResult;
}

function noEntry(reason: string): Numbers {
  return {
    ...{ outcome: 'no-route', destinations: [], reason },
    ...{ split: [], unanswered: 1, errors: 1, determined: true },
    steps: [{ rule: 'front-door', text: reason }],
  };
}

function referenceOf({
  virtualService,
  name,
}: NonNullable<RequestRouting['route']>): RouteReference {
  const { namespace, name: own } = virtualService;
  const kind = writtenKind(virtualService);
  const rule = /#([^#]*)$/.exec(name)?.[1];
  return { kind, namespace, name: own, ...(rule === undefined ? {} : { rule }) };
}

function endStep({ outcome, status, abort }: RequestRouting): RouteStep[] {
  if (abort) {
    const text = `fault injection answers ${percent(abort.share)} of the requests with ${abort.status}`;
    return [{ rule: 'fault', text, place: undefined }];
  }
  if (outcome !== 'direct-response') return [];
  const text = `the proxy answers by itself: ${status ?? 'no status'}`;
  return [{ rule: outcome, text, place: undefined }];
}

function destinationStep(target: Target, share: number): RouteStep {
  const text = `${percent(share)} of the requests go to ${titleOfTarget(target)}`;
  return { rule: 'destination', text, place: target.place };
}

type Shares = Pick<
  FollowedRequest,
  'split' | 'unanswered' | 'errors' | 'errorsMin' | 'errorsMax' | 'determined' | 'reason'
>;

function numbersOf(
  { outcome, status, abort }: RequestRouting,
  results: readonly DestinationResult[],
): Shares {
  const none = { split: [], determined: true };
  switch (outcome) {
    case 'undefined':
    case 'passthrough':
      return { ...none, unanswered: null, errors: null, determined: false };
    case 'no-route':
      return { ...none, unanswered: 1, errors: 1 };
    case 'redirect':
      return { ...none, unanswered: 0, errors: 0 };
    case 'direct-response': {
      const isError = abort ? abort.isFailure : (status ?? 0) >= 500;
      return { ...none, unanswered: 0, errors: isError ? 1 : 0 };
    }
    default:
      return sharesOf(results);
  }
}

/** The sum over the destinations. Each request goes to one of them, so that their bounds add up. */
function sharesOf(results: readonly DestinationResult[]): Shares {
  const unknown = results.find(({ result }) => result.undefined);
  if (unknown) {
    const reason = reasonOf(unknown, results.length);
    return { split: [], unanswered: null, errors: null, determined: false, ...reason };
  }
  const parts = results.flatMap(({ share, result }) =>
    result.undefined ? [] : [{ part: share, result }],
  );
  const determined = parts.every(({ result }) => result.determined);
  const sum = (value: (result: DefinedResult) => number) =>
    parts.reduce((total, { part, result }) => total + part * value(result), 0);
  const told =
    results.find(({ result }) => result.reason !== undefined && !result.determined) ??
    results.find(({ result }) => result.reason !== undefined);
  return {
    split: splitOf(parts, determined),
    unanswered: bounded(sum(({ unanswered }) => unanswered)),
    errors: bounded(sum(({ errors }) => errors)),
    ...(determined
      ? {}
      : {
          errorsMin: bounded(sum(({ errors, errorsMin = errors }) => errorsMin)),
          errorsMax: bounded(sum(({ errors, errorsMax = errors }) => errorsMax)),
        }),
    determined,
    ...(told ? reasonOf(told, results.length) : {}),
  };
}

function reasonOf({ target, result }: DestinationResult, count: number): { reason?: string } {
  const { reason } = result;
  if (reason === undefined) return {};
  const isNamed = count === 1 || reason.startsWith(shortHost(target.host));
  return { reason: isNamed ? reason : `${titleOfTarget(target)}: ${reason}` };
}

function splitOf(
  parts: readonly { part: number; result: DefinedResult }[],
  determined: boolean,
): Shares['split'] {
  const sums = new Map<string, { share: number; min: number; max: number }>();
  for (const { part, result } of parts) {
    for (const { locality, share, min = share, max = share } of result.split) {
      const known = sums.get(locality) ?? { share: 0, min: 0, max: 0 };
      sums.set(locality, {
        share: known.share + part * share,
        min: known.min + part * min,
        max: known.max + part * max,
      });
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([locality, { share, min, max }]) => ({
      locality,
      share: bounded(share),
      ...(determined ? {} : { min: bounded(min), max: bounded(max) }),
    }));
}

/** Sums such as 0.7 + 0.2 + 0.1 must not be more than everything. */
function bounded(share: number): number {
  const rounded = Math.round(share * 1e12) / 1e12;
  return Math.min(1, Math.max(0, rounded));
}

/** One of several clients gets the request, and nothing says which. */
function anyNumbers(first: Numbers, others: readonly Numbers[]): Numbers {
  const reason = 'the front door may lead to clients of several clusters';
  const all = [first, ...others];
  const wayOf = ({ outcome, status, route, destinations }: Numbers) =>
    JSON.stringify([outcome, outcome === 'forwarded' ? null : status, route, destinations]);
  if (new Set(all.map(wayOf)).size > 1) {
    return {
      ...{ outcome: 'undefined', destinations: [], split: [], unanswered: null, errors: null },
      ...{ determined: false, reason: `${reason}, which do not do the same with it` },
      steps: all.flatMap(({ steps }) => steps),
    };
  }
  const names = new Set(all.flatMap(({ split }) => split.map(({ locality }) => locality)));
  const localities = [...names].sort();
  const unknown = all.find((one) => one.errors === null);
  if (unknown) return unknown;
  const [head, ...rest] = all.map((one) => resultOf(one, localities));
  const any = anyOf(head!, rest, reason);
  const { split, unanswered, errors, errorsMin, errorsMax, determined } = any;
  return {
    ...first,
    ...{ split, unanswered, errors, determined },
    ...(errorsMin === undefined ? {} : { errorsMin }),
    ...(errorsMax === undefined ? {} : { errorsMax }),
    ...(any.reason === undefined ? {} : { reason: any.reason }),
  };
}

/** The numbers, which are there, with all of these localities. */
function resultOf(own: Numbers, localities: readonly string[]): DefinedResult {
  const { unanswered, errors, errorsMin, errorsMax, determined, reason } = own;
  return {
    undefined: false,
    split: localities.map(
      (locality) => own.split.find((one) => one.locality === locality) ?? { locality, share: 0 },
    ),
    ...{ unanswered: unanswered ?? 0, errors: errors ?? 0, determined, steps: [] },
    ...(errorsMin === undefined ? {} : { errorsMin }),
    ...(errorsMax === undefined ? {} : { errorsMax }),
    ...(reason === undefined ? {} : { reason }),
  };
}
