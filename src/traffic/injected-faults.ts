import { injectedAbort, type InjectedAbort } from '../mesh/route-answers.js';
import type { Route } from '../mesh/route.js';
import type { DefinedResult } from './predict.js';

/**
 * The result for all requests of a route, from that for those that are not aborted. An aborted request has no endpoint, and no outage
 * makes a difference to it.
 */
export function withAbort(
  result: DefinedResult,
  { share, isFailure }: InjectedAbort,
): DefinedResult {
  if (!isFailure) return result;
  const rest = 1 - share;
  const failing = (errors: number) => share + rest * errors;
  const { split, unanswered, errors, errorsMin, errorsMax, overflow, timeouts, latencyMs } = result;
  return {
    ...result,
    split: split.map(({ locality, share: own, min, max }) => ({
      locality,
      share: own * rest,
      ...(min !== undefined && { min: min * rest }),
      ...(max !== undefined && { max: max * rest }),
    })),
    unanswered: failing(unanswered),
    errors: failing(errors),
    ...(errorsMin !== undefined && { errorsMin: failing(errorsMin) }),
    ...(errorsMax !== undefined && { errorsMax: failing(errorsMax) }),
    ...(overflow !== undefined && { overflow: overflow * rest }),
    ...(timeouts !== undefined && { timeouts: timeouts * rest }),
    ...(latencyMs && { latencyMs: { ...latencyMs, mean: latencyMs.mean * rest } }),
  };
}

/** The share of errors among the requests that the route does not abort, 0 to 1; 0 where it aborts all of them. */
export function withoutAbort(errors: number, route: Pick<Route, 'http'> | undefined): number {
  const abort = injectedAbort(route?.http);
  if (!abort?.isFailure) return errors;
  return abort.share === 1 ? 0 : Math.max(0, (errors - abort.share) / (1 - abort.share));
}
