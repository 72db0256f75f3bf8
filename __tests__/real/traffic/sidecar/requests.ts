/** Requests of a mesh's sidecar, and whether an answer is what `follow` says. */
import type { FollowedRequest } from '../../../../src/index.js';
import type { RawRequest } from '../request/generate.js';
import type { RawAnswer } from '../request/send.js';
import { Draw } from '../cases/draw.js';
import { PATHS, type SidecarMesh } from './generate.js';

export interface SidecarRequest extends RawRequest {
  /** Of the Service. */
  port: number;
}

export function requestsOf(
  { index, tag, namespaces, client }: SidecarMesh,
  count: number,
): SidecarRequest[] {
  const draw = new Draw(index * 31 + 7);
  const [a = '', b = ''] = namespaces;
  const hosts = [
    ...['web', 'api', `web.${a}`, `web.${b}`, `web.${a}.svc`, `web.${a}.svc.cluster.local`],
    ...[`web.${b}.svc.cluster.local`, `api.${a}.svc.cluster.local`, `db.${b}.svc.cluster.local`],
    ...[`ext.${tag}.example.com`, `one.wild.${tag}.example.com`, `site.${tag}.example.org`],
    ...[`alias.${a}.svc.cluster.local`, `nowhere.${tag}.example.net`],
    `web.${client.namespace}.svc.cluster.local`,
  ];
  return Array.from({ length: count }, () => ({
    method: 'GET',
    host: draw.pick(hosts),
    path: draw.pick(PATHS),
    headers: draw.chance(0.3) ? { 'x-user': draw.pick(['ada', 'bob']) } : {},
    port: draw.pick([80, 80, 8080]),
  }));
}

/** Where the endpoints of a host and subset are, by their addresses. */
export function placesOf(
  { objects }: SidecarMesh,
  host: string,
  subset: string | null,
): Map<string, string> {
  const [name = '', namespace = ''] = host.split('.');
  const places = new Map<string, string>();
  const add = (own: Record<string, unknown>) => {
    const labels = own['labels'] as Record<string, string>;
    if (subset !== null && labels['version'] !== subset) return;
    places.set(String(own['address']), String(own['locality']));
  };
  for (const { manifest } of objects) {
    const { kind, metadata, spec = {} } = manifest;
    if (kind === 'WorkloadEntry' && metadata.namespace === namespace) {
      if ((spec['labels'] as Record<string, string>)['app'] === name) add(spec);
    } else if (kind === 'ServiceEntry' && (spec['hosts'] as string[]).includes(host)) {
      for (const own of (spec['endpoints'] as Record<string, unknown>[] | undefined) ?? [])
        add(own);
    }
  }
  return places;
}

export function isAsSaid(mesh: SidecarMesh, followed: FollowedRequest, answer: RawAnswer): boolean {
  const { outcome, status, route, destinations, errors, split } = followed;
  const isRoute = answer.route === (route === undefined ? '' : (route.rule ?? ''));
  switch (outcome) {
    case 'forwarded': {
      // One of several destinations is not known: the route is.
      if (errors === null) return isRoute;
      if (!answer.isFromBackend) {
        // Where Envoy has no cluster, a single destination's route sets no header.
        const isFailing = (errors ?? 0) > 0 && answer.status === 503;
        return isFailing && (errors === 1 || isRoute);
      }
      const places = destinations.flatMap(({ host, subset }) => [...placesOf(mesh, host, subset)]);
      const place = places.find(([address]) => address === answer.address)?.[1];
      const share = split.find(({ locality }) => locality === place)?.share ?? 0;
      return isRoute && answer.status === 200 && share > 0;
    }
    case 'direct-response':
    case 'redirect':
      return answer.status === status && !answer.isFromBackend && isRoute;
    case 'passthrough':
      // Nothing is captured here, so that the proxy does not know where it was going.
      return answer.status === 503 && !answer.isFromBackend && answer.route === '';
    default:
      return answer.status === status && !answer.isFromBackend && answer.route === '';
  }
}
