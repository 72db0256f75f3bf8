import { formatLocality } from '../mesh/locality.js';
import type { Target } from '../mesh/target.js';
import type { RowSubject } from './result.js';

/** What a client sends requests to, as results name it. */
export function subjectOf(
  { host, port, subset, route, destination, client, unserved }: Target,
  environment: string | null = null,
): RowSubject {
  const taken = route ?? unserved?.route;
  return {
    ...(environment === null ? {} : { environment }),
    host,
    port: port ?? null,
    subset: subset ?? null,
    publicHost: route?.publicHost ?? route?.host ?? unserved?.publicHost ?? null,
    route: taken?.name ?? null,
    match: taken?.matches.join(' or ') || null,
    weight: destination?.share ?? 1,
    client: client.name,
    clientKind: client.kind,
    clientLocality: formatLocality(client.locality),
  };
}
