import { percent } from '../../foundation/percent.js';
import type { CircuitBreakers } from '../control-plane/circuit-breakers.js';
import type { ClusterSettings } from '../control-plane/assignment.js';
import type { Load } from './load.js';
import type { LoadOutcome } from './load-numbers.js';

/** Less than this is not worth a note. */
const noticeable = 0.0005;

/** What the load makes of the requests, in sentences without their full stops. */
export function loadNotes(
  { overflow, timeouts, isGrowing }: LoadOutcome,
  { circuitBreakers }: ClusterSettings,
  { timeout = Infinity, perTryTimeout = Infinity }: Load,
): string[] {
  const notes: string[] = [];
  if (overflow >= noticeable) {
    const limits = limitsOf(circuitBreakers);
    const verb = limits.length > 1 ? 'overflow' : 'overflows';
    notes.push(
      `${limits.join(' and ')} ${verb}: ${percent(overflow)} of the requests get 503 at once`,
    );
  }
  if (timeouts >= noticeable) {
    const [name, limit] =
      perTryTimeout < timeout ? ['perTryTimeout', perTryTimeout] : ['timeout', timeout];
    notes.push(`${percent(timeouts)} of the requests get 504 after the ${name} of ${limit} ms`);
  }
  if (isGrowing) {
    notes.push(
      'endpoints get more requests than they can work on: the wait grows without end, and the numbers are those of the first minutes',
    );
  }
  return notes;
}

/** The limits that can answer with 503, as the DestinationRule names them. */
export function limitsOf({
  maxRequests,
  maxConnections,
  maxPendingRequests,
}: Pick<CircuitBreakers, 'maxRequests' | 'maxConnections' | 'maxPendingRequests'>): string[] {
  const named = [
    ['http2MaxRequests', maxRequests],
    ['maxConnections', maxPendingRequests === undefined ? undefined : maxConnections],
    ['http1MaxPendingRequests', maxPendingRequests],
  ] as const;
  return named.flatMap(([name, limit]) => (limit === undefined ? [] : [`${name}: ${limit}`]));
}
