/** What istiod sends to a sidecar for the hosts of one mesh: virtual hosts with their routes, and clusters. */
import type { AdsClient, ProxyNode } from '../xds/ads-client.js';
import { nameOf } from '../xds/ads-client.js';
import {
  messageOf,
  messagesOf,
  numberOf,
  textOf,
  wrappedOf,
  type Fields,
} from '../xds/protobuf.js';
import {
  CDS,
  EDS,
  localitiesOf,
  settingsOf,
  type SentLocality,
  type SentSettings,
} from '../xds/sent.js';

const RDS = 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration';

export interface SentRoute {
  name: string;
  /** `cluster weight` each, `redirect`, or `direct STATUS`. */
  to: string[];
}

export interface SentVirtualHost {
  domains: string[];
  routes: SentRoute[];
}

export interface SentCluster {
  type: string;
  settings: SentSettings | null;
  localities: SentLocality[] | null;
}

export interface Sent {
  /** By port: the virtual hosts that concern the mesh, by their first domain, and what happens without one. */
  ports: Record<number, { virtualHosts: SentVirtualHost[]; otherwise: string }>;
  clusters: Record<string, SentCluster>;
}

const TYPES = ['STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS', 'ORIGINAL_DST'];

export async function fetchSent(
  client: AdsClient,
  node: ProxyNode,
  tag: string,
  ports: readonly number[],
): Promise<Sent> {
  const isOwn = (text: string) => text.includes(tag);
  const sent: Sent = { ports: {}, clusters: {} };
  const configurations = await client.fetch(node, RDS, ports.map(String));
  for (const configuration of configurations) {
    const all = messagesOf(configuration, 2);
    const own = all.map(virtualHostOf).filter(({ domains }) => domains.some(isOwn));
    const last = all.find((one) => domainsOf(one).includes('*'));
    sent.ports[Number(textOf(configuration, 1))] = {
      virtualHosts: sorted(own),
      otherwise: last ? textOf(last, 1) : '',
    };
  }
  const clusters = (await client.fetch(node, CDS)).filter((one) => isOwn(nameOf(one)));
  const names = clusters.map(nameOf).filter((name) => name.startsWith('outbound|'));
  const assignments = names.length > 0 ? await client.fetch(node, EDS, names) : [];
  const byName = new Map(assignments.map((one) => [nameOf(one), one]));
  for (const cluster of clusters) {
    const name = nameOf(cluster);
    if (!name.startsWith('outbound|')) continue;
    const type = TYPES[numberOf(cluster, 2)] ?? '';
    const isEds = type === 'EDS';
    sent.clusters[name] = {
      type,
      settings: isEds ? settingsOf(cluster) : null,
      localities: isEds ? localitiesOf(byName.get(name), (address) => address) : null,
    };
  }
  return sent;
}

export function sorted(virtualHosts: readonly SentVirtualHost[]): SentVirtualHost[] {
  const keyOf = ({ domains }: SentVirtualHost) => domains.join();
  return [...virtualHosts].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function domainsOf(virtualHost: Fields): string[] {
  return (virtualHost.get(2) ?? []).map((value) => (value as Buffer).toString('utf8'));
}

function virtualHostOf(virtualHost: Fields): SentVirtualHost {
  return {
    domains: domainsOf(virtualHost)
      // The addresses that the API server gives are not in the manifests.
      .filter((domain) => !/^[0-9.]+$/.test(domain))
      .sort(),
    routes: messagesOf(virtualHost, 3).map((route) => ({
      name: textOf(route, 14),
      to: actionOf(route),
    })),
  };
}

function actionOf(route: Fields): string[] {
  const forward = messageOf(route, 2);
  if (forward) {
    const weighted = messagesOf(messageOf(forward, 3), 1).map(
      (cluster) => `${textOf(cluster, 1)} ${wrappedOf(cluster, 2) ?? 0}`,
    );
    return weighted.length > 0 ? weighted : [`${textOf(forward, 1)} 100`];
  }
  if (messageOf(route, 3)) return ['redirect'];
  return [`direct ${numberOf(messageOf(route, 7), 1)}`];
}
