import type { ClientKind } from '../config/config.js';
import { kept } from '../foundation/kept.js';
import type { Locality } from '../mesh/locality.js';
import { addressOf, localityAt } from './held-endpoints.js';
import { itemsIn, member, textIn } from './json-members.js';
import { readCluster, type ProxyCluster } from './proxy-cluster.js';
import { sectionItems, type KeptDump } from './read-dump.js';

/** A proxy as its dump shows it. */
export class DumpedProxy {
  readonly file: string;
  /** Its pod, or the whole id of a node that is none of Istio's; the file's name where the dump does not say who it is. */
  readonly name: string;
  readonly kind: ClientKind;
  readonly locality: Locality;
  readonly namespace: string;
  readonly cluster: string;
  /** Whether it is one of Istio's. */
  readonly isOfIstio: boolean;
  readonly listeners: readonly unknown[];
  /** Whether health of hosts came with the dump. */
  readonly hasHealth: boolean;
  readonly #raw: ReadonlyMap<string, unknown>;
  readonly #assignments: ReadonlyMap<string, unknown>;
  readonly #routes: ReadonlyMap<string, unknown>;
  readonly #statuses: ReadonlyMap<string, unknown>;
  readonly #warming: ReadonlySet<string>;
  readonly #hasLocalCluster: boolean;
  readonly #clusters = new Map<string, ProxyCluster>();

  constructor(dump: KeptDump) {
    const [bootstrap] = sectionItems(dump, 'bootstrap');
    const node = member(bootstrap, 'node');
    const id = textIn(node, 'id');
    const [kind = '', , pod = ''] = id.split('~');
    this.file = dump.file;
    this.isOfIstio = ['router', 'sidecar', 'waypoint', 'ingress'].includes(kind) && pod !== '';
    this.name = (this.isOfIstio ? pod.split('.')[0] : id) || dump.file;
    this.kind = kind === 'sidecar' ? 'sidecar' : 'gateway';
    this.locality = localityAt(node, 'locality');
    this.namespace = textIn(node, 'metadata', 'NAMESPACE');
    this.cluster = textIn(node, 'metadata', 'CLUSTER_ID');
    this.#hasLocalCluster = textIn(bootstrap, 'cluster_manager', 'local_cluster_name') !== '';
    this.listeners = [
      ...sectionItems(dump, 'static_listeners').map((item) => member(item, 'listener')),
      ...sectionItems(dump, 'dynamic_listeners').map((item) =>
        member(item, 'active_state', 'listener'),
      ),
    ];
    this.#raw = byName(
      sectionItems(dump, 'static_clusters', 'dynamic_active_clusters').map((item) =>
        member(item, 'cluster'),
      ),
      'name',
    );
    this.#warming = new Set(
      sectionItems(dump, 'dynamic_warming_clusters').map((item) => textIn(item, 'cluster', 'name')),
    );
    this.#assignments = byName(
      sectionItems(dump, 'static_endpoint_configs', 'dynamic_endpoint_configs').map((item) =>
        member(item, 'endpoint_config'),
      ),
      'cluster_name',
    );
    this.#routes = byName(
      sectionItems(dump, 'static_route_configs', 'dynamic_route_configs').map((item) =>
        member(item, 'route_config'),
      ),
      'name',
    );
    const statuses = sectionItems(dump, 'cluster_statuses');
    this.hasHealth = statuses.length > 0;
    this.#statuses = byName(statuses, 'name');
  }

  /** The names of its clusters. */
  get clusterNames(): string[] {
    return [...this.#raw.keys()];
  }

  get routeConfigurations(): unknown[] {
    return [...this.#routes.values()];
  }

  routeConfiguration(name: string): unknown {
    return this.#routes.get(name);
  }

  isWarming(name: string): boolean {
    return this.#warming.has(name);
  }

  /** A cluster; undefined where the proxy has none of that name. */
  find(name: string): ProxyCluster | undefined {
    const raw = this.#raw.get(name);
    if (raw === undefined) return undefined;
    return kept(this.#clusters, name, () => {
      const service = textIn(raw, 'eds_cluster_config', 'service_name') || name;
      return readCluster(raw, {
        assignment: this.#assignments.get(service) ?? this.#assignments.get(name),
        health: this.hasHealth ? this.#healthOf(name) : undefined,
        hasLocalCluster: this.#hasLocalCluster,
      });
    });
  }

  #healthOf(name: string): Map<string, unknown> {
    return new Map(
      itemsIn(this.#statuses.get(name), 'host_statuses').flatMap((host) => {
        const address = addressOf(member(host, 'address'));
        return address === undefined ? [] : [[address, host] as const];
      }),
    );
  }
}

/** The first of each name. */
function byName(values: readonly unknown[], key: string): Map<string, unknown> {
  const named = new Map<string, unknown>();
  for (const value of values) {
    const name = textIn(value, key);
    if (name !== '' && !named.has(name)) named.set(name, value);
  }
  return named;
}
