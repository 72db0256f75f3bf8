import { firstFew } from '../foundation/first-few.js';
import type { Mesh } from '../mesh/mesh.js';
import { missingHost } from '../mesh/missing-host.js';
import { injectedAbort } from '../mesh/route-answers.js';
import { shortHost } from '../mesh/host-name.js';
import { takesStreams, type Target } from '../mesh/target.js';
import { barriersOf } from './access-policies.js';
import { withAbort } from './injected-faults.js';
import type { Outage } from './outage.js';
import type { PredictInput, PredictResult } from './predict.js';
import { noCluster, noClusterReason, visibilityOf } from './no-cluster.js';
import { missingEndpoints } from './no-endpoints.js';
import { loadedInputOf, notServed, predictWithin, withoutCluster } from './predict-target.js';
import { PredictionCache } from './prediction-cache.js';
import { tlsMismatch } from './tls-mismatch.js';
import { passedOnReason } from './passed-on.js';
import { unmodelledReason } from './unmodelled.js';

/** What it knows of so many targets is kept: one target is asked for all of its scenarios in turn. */
const remembered = 100;

/** Predicts alike situations once. */
export class TargetPredictor {
  readonly #cache: PredictionCache;
  /** Whether predictions count against the mesh's budget: not where they have been made before, and are made again. */
  isCounted = true;
  readonly #inputs = new Map<Target, PredictInput>();
  readonly #mesh: Mesh;
  readonly #explain: boolean;

  constructor(mesh: Mesh, explain: boolean) {
    this.#mesh = mesh;
    this.#explain = explain;
    this.#cache = new PredictionCache(mesh.memory);
  }

  predict(target: Target, outages: readonly Outage[]): PredictResult {
    const { unserved } = target;
    if (unserved?.isCertain) return notServed(this.#mesh, target, 'unserved', unserved.reason);
    const abort = injectedAbort(target.route?.http);
    if (!abort?.isFailure) return this.#predictRest(target, outages);
    if (abort.share === 1) {
      return notServed(
        this.#mesh,
        target,
        'fault',
        `every request is answered with ${abort.status}, by fault injection`,
      );
    }
    const result = this.#predictRest(target, outages);
    return result.undefined ? result : withAbort(result, abort);
  }

  /** For the requests that the route does not answer by itself. */
  #predictRest(target: Target, outages: readonly Outage[]): PredictResult {
    const { unserved } = target;
    const reason = unserved?.reason ?? unknownReason(this.#mesh, target);
    if (reason !== undefined) return { undefined: true, determined: false, reason, steps: [] };
    const cause = noCluster(this.#mesh, target);
    if (cause) return withoutCluster(this.#mesh, target, cause);
    const input = { ...this.#inputOf(target), outages };
    if (!this.isCounted) return this.#cache.predict(input);
    return predictWithin(this.#mesh, this.#cache, target, input);
  }

  /** The same for targets that share every prediction. */
  situation(target: Target): string {
    const abort = injectedAbort(target.route?.http);
    const own = this.#cache.situation(this.#inputOf(target));
    const situation = abort ? `${own} ${JSON.stringify(abort)}` : own;
    const { unserved } = target;
    if (unserved) return `${situation} ${JSON.stringify([unserved.isCertain, unserved.reason])}`;
    const reason = unknownReason(this.#mesh, target);
    if (reason !== undefined) return `${situation} ${reason}`;
    const cause = noCluster(this.#mesh, target);
    return cause ? `${situation} ${noClusterReason(this.#mesh, cause, target)}` : situation;
  }

  #inputOf(target: Target): PredictInput {
    let input = this.#inputs.get(target);
    if (!input) {
      input = { ...loadedInputOf(this.#mesh, target), explain: this.#explain };
      if (this.#inputs.size >= remembered) this.#inputs.clear();
      this.#inputs.set(target, input);
    }
    return input;
  }
}

/** Why a target has no number; undefined where it has one. */
function unknownReason(mesh: Mesh, target: Target): string | undefined {
  const labels = target.route?.ifLabelled;
  if (labels) {
    const wanted = firstFew(Object.entries(labels).map(([key, value]) => `${key}: ${value}`));
    return `the route is for clients with ${wanted}, and nothing says whether the gateway's pod has that label (declare clients)`;
  }
  if (target.route && missingHost(mesh, target.host)?.severity === 'warning') {
    return `there is no Service or ServiceEntry ${shortHost(target.host)} in these manifests; if there is none at all, every request gets 503`;
  }
  const mismatch = tlsMismatch(mesh, target);
  if (mismatch && !mismatch.isCertain) return mismatch.reason;
  if (visibilityOf(mesh, target) !== 'unknown') {
    return (
      unmodelledReason(mesh, target) ??
      passedOnReason(mesh, target) ??
      barriersOf(mesh, target).denied ??
      missingEndpoints(mesh, target) ??
      unreadPolicy(target)
    );
  }
  return `${shortHost(target.host)} is exported to some namespaces only, and nothing says where the gateways run (declare clients)`;
}

/** What a rule asks for that decides whether requests arrive, and is not modelled. A tunnel is for streams alone. */
function unreadPolicy(target: Target): string | undefined {
  const { host, subset, policies } = target;
  for (const { merged } of policies) {
    const chosen = merged.subsets.find(({ value }) => value.name === subset);
    for (const policy of [merged.trafficPolicy?.value, chosen?.value.trafficPolicy]) {
      if (policy?.tunnel && (takesStreams(target) || !target.route)) {
        return `the rule for ${shortHost(host)} sends streams through a tunnel, which is not modelled`;
      }
      if (policy?.proxyProtocol) {
        return `the rule for ${shortHost(host)} sends the PROXY protocol, and nothing says whether its endpoints take it`;
      }
    }
  }
  return undefined;
}
