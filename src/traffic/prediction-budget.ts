import { UserError } from '../foundation/errors.js';
import type { LocalityLbSetting } from '../api/traffic-policy.js';
import { plural } from '../foundation/plural.js';
import { formatLocality } from '../mesh/locality.js';
import type { Place } from '../mesh/resource.js';
import type { Target } from '../mesh/target.js';
import { isHit } from './outage.js';
import type { PredictInput } from './predict.js';

/** Endpoints looked at, each once in every prediction: less than ten seconds of one core. */
const mostLooks = 1_500_000;

/** What a prediction costs whatever the number of endpoints, in looks. */
const looksOfPrediction = 15;

/** Keys of localities that are compared in the time of a look. */
const keysPerLook = 20;

/** Labels of `failoverPriority` that are compared in the time of a look. */
const labelsPerLook = 50;

/** What a run over time costs, in looks: it sends its requests one by one. */
const looksOfLongRun = 4_000;

/** Events of a run under load, such as an answer, in the time of a look. */
const eventsPerLook = 20;

/**
 * Counts the work of the predictions of one mesh. A manifest that names a hundred regions, or a configuration that lists two
 * hundred clusters, asks for as many clients, twice as many outages, and as many endpoints in each: the product of all three.
 */
export class PredictionBudget {
  #left = mostLooks;

  /** @throws UserError where all predictions together are more than can be made. */
  take(input: PredictInput, target: Target): void {
    const overTime = isOverTime(input) ? 'with error rates, which are run over time, ' : '';
    this.#spend(looksOf(input), input, target, overTime);
  }

  /**
   * Takes what a run under load has cost.
   *
   * @throws UserError as above.
   */
  takeEvents(events: number, input: PredictInput, target: Target): void {
    const how = 'under load, where requests are run one by one, ';
    this.#spend(events / eventsPerLook, input, target, how);
  }

  #spend(
    looks: number,
    { endpoints }: PredictInput,
    { host, client, place }: Target,
    how: string,
  ): void {
    this.#left -= looks;
    if (this.#left >= 0) return;
    const most = mostLooks.toLocaleString('en');
    throw new UserError(
      `${startOf(place)}${host} has ${plural(endpoints.length, 'endpoint')}, and every client is predicted in every scenario. ` +
        `With client ${client.name} ${how}all predictions together look at more than ${most} endpoints, more than can be done. ` +
        'Declare fewer clusters, clients or scenarios in mesh-failover.yaml, or look at some of the folders at a time.',
    );
  }
}

function looksOf({ endpoints, policies, mesh, outages }: PredictInput): number {
  // Each locality that fails is a way of its own for a request to have failed, and a retry looks at all of them again.
  const failing = new Set(
    outages.length === 0
      ? []
      : endpoints
          .filter((endpoint) => outages.some((outage) => isHit(outage, endpoint)))
          .map(({ locality }) => formatLocality(locality)),
  );
  const overTime = isOverTime({ outages }) ? looksOfLongRun : 0;
  const common = looksOfPrediction + endpoints.length + failing.size ** 2 + overTime;
  return policies.reduce((sum, { loadBalancer }) => {
    const setting = loadBalancer?.localityLbSetting ?? mesh.localityLbSetting;
    return sum + common + keyLooks(setting, endpoints.length);
  }, 0);
}

/**
 * Every `from` is compared with the client, every key of `to` with every endpoint's locality, and every label of a priority with every
 * endpoint's; each much faster than a look.
 */
function keyLooks(setting: LocalityLbSetting | undefined, endpoints: number): number {
  const { distribute = [], failoverPriority = [] } = setting ?? {};
  const keys = distribute.map(({ to = {} }) => Object.keys(to).length);
  const most = keys.reduce((all, own) => Math.max(all, own), 0);
  const labels = failoverPriority.length * (1 + endpoints);
  return Math.round((distribute.length + most * endpoints) / keysPerLook + labels / labelsPerLook);
}

function isOverTime({ outages }: Pick<PredictInput, 'outages'>): boolean {
  return outages.some(({ kind }) => kind === 'error-rate');
}

function startOf(place: Place | undefined): string {
  if (!place) return '';
  const { resource, path, part } = place;
  const { line, column } = resource.document.locate(path, part);
  return `${resource.document.file}:${line}:${column}: `;
}
