import { formatLocality } from '../mesh/locality.js';
import type { Target } from '../mesh/targets.js';
import type { Prediction } from './result.js';
import type { Scenario } from './scenarios.js';

type Subject =
  | 'host'
  | 'port'
  | 'subset'
  | 'publicHost'
  | 'route'
  | 'match'
  | 'weight'
  | 'client'
  | 'clientLocality'
  | 'scenario';

/** Who asks for what in which outage: the keys that a row of the table and a timeline have in common. */
export function rowSubject(
  { host, port, subset, route, destination, client }: Target,
  scenario: Scenario,
): Pick<Prediction, Subject> {
  return {
    host,
    port: port ?? null,
    subset: subset ?? null,
    publicHost: route?.publicHost ?? null,
    route: route?.name ?? null,
    match: route?.matches.join(' or ') || null,
    weight: destination?.share ?? 1,
    client: client.name,
    clientLocality: formatLocality(client.locality),
    scenario: scenario.name,
  };
}
