import type { Locality } from '../../mesh/locality.js';
import { answersWell, type Endpoint } from '../control-plane/endpoint.js';
import { timingOf, type Load } from './load.js';

/**
 * The endpoints as a proxy sees them that waits no longer than its timeouts: what takes longer is answered with 504. An endpoint's own limit of
 * concurrency, which makes requests wait, is left out.
 */
export function withTimeouts(
  endpoints: readonly Endpoint[],
  client: Locality,
  { timeout = Infinity, perTryTimeout = Infinity, links }: Load,
): readonly Endpoint[] {
  const longest = Math.min(timeout, perTryTimeout);
  if (longest === Infinity) return endpoints;
  return endpoints.map((endpoint) => {
    const { answer = answersWell } = endpoint;
    const { service, rtt } = timingOf(endpoint, client, links);
    const isClosed = answer.unreachable > 0 || (answer.reset ?? 0) > 0;
    if (service + rtt < longest || isClosed) return endpoint;
    return { ...endpoint, answer: { ...answer, failing: 0, erroring: 0, timingOut: 1 } };
  });
}
