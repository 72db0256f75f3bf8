import { listAt, textAt } from '../foundation/values.js';

/** The hosts that the routes of a VirtualService send requests to, as they are written. */
export function destinationHosts(spec: unknown): string[] {
  const routes = [...listAt(spec, 'http'), ...listAt(spec, 'tls'), ...listAt(spec, 'tcp')];
  return routes.flatMap((route) =>
    listAt(route, 'route').flatMap((entry) => textAt(entry, 'destination', 'host') ?? []),
  );
}
