import type { Config } from '../config/config.js';
import type { Document } from '../manifest/document.js';
import { buildTopology } from './build-topology.js';
import { Bindings } from './bindings.js';
import { findDestinationRule, ruleHost, type RuleLookup } from './destination-rules.js';
import { kept } from '../foundation/kept.js';
import type { PlacedDocument } from './placed-document.js';
import type { Resource } from './resource.js';
import { byKind, resourceOf, type Resources } from './resources.js';
import type { PublicRoute } from './public-route.js';
import { routesOf } from './routes.js';
import { servicesOf, type Services } from './services.js';
import { sharedTargetsOf, targetsOf, type SharedTarget, type Target } from './targets.js';
import type { Client, Topology } from './topology.js';
import { viewOf, type ConfigView } from './view.js';
import { WayBudget } from './way-budget.js';

/** The model: what the manifests say, and where it runs. */
export interface Mesh {
  config: Config;
  /** Every document read, of kinds that the model knows or not. */
  documents: readonly Document[];
  /** The same, each in every place where it goes. */
  placed: readonly PlacedDocument[];
  resources: Resources;
  services: Services;
  topology: Topology;
  /** What the istiod of a cluster reads. */
  view(cluster: string): ConfigView;
  /** The same for clients to whom the configuration looks the same: their routes and policies are. */
  outlook(client: Client): string;
  /** The Gateways that a VirtualService names, of whatever cluster. */
  gatewaysOf(virtualService: Resource<'VirtualService'>): Resource<'Gateway'>[];
  /** The routes of a client's gateway, in the order in which it tries them. */
  routes(client: Client): PublicRoute[];
  /** The DestinationRule that a client's proxy uses for a host. */
  destinationRule(client: Client, host: string): RuleLookup;
  /** Who asks for what, with the policies that apply. */
  targets(): Target[];
  /** The same, once for all clients to whom it looks the same. */
  sharedTargets(): SharedTarget[];
}

/** Builds the model of the objects that the documents hold. */
export function buildMesh(config: Config, placed: readonly PlacedDocument[]): Mesh {
  const documents = [...new Set(placed.map(({ document }) => document))];
  const all = placed.map(resourceOf);
  const resources = byKind(all.filter((resource): resource is Resource => resource !== undefined));
  const services = servicesOf(resources);
  const topology = buildTopology(config, resources, services);

  const hasFolders = Object.values<Resource[]>(resources).some((kind) =>
    kind.some(({ cluster }) => cluster !== undefined),
  );
  const viewOfFolder = remember((folder: string) => viewOf(resources, folder, ruleHost));
  // Without folders of their own, all clusters read the same.
  const folderOf = (cluster: string) => (hasFolders ? cluster : '');
  const view = (cluster: string) => viewOfFolder(folderOf(cluster));
  const outlook = remember(({ cluster, namespace, labels }: Client) =>
    JSON.stringify([folderOf(cluster), namespace, labels]),
  );
  const routes = new Map<string, PublicRoute[]>();
  const budget = new WayBudget();
  const lookups = new Map<string, RuleLookup>();
  const bindings = new Bindings(resources.Gateway);
  const { meshConfig, rootNamespace } = config;
  const defaults = { rootNamespace, exportTo: meshConfig?.defaultDestinationRuleExportTo };
  let shared: SharedTarget[] | undefined;
  let targets: Target[] | undefined;
  const mesh: Mesh = {
    config,
    documents,
    placed,
    resources,
    services,
    topology,
    view,
    outlook,
    gatewaysOf: (virtualService) => bindings.gatewaysOf(virtualService),
    routes: (client) => {
      const exportTo = meshConfig?.defaultVirtualServiceExportTo;
      return kept(routes, outlook(client), () =>
        routesOf(view(client.cluster), client, services, exportTo, budget),
      );
    },
    destinationRule: (client, host) => {
      return kept(lookups, `${outlook(client)} ${host}`, () => {
        const home = services.find(host)?.namespace;
        return findDestinationRule(view(client.cluster), client, host, home, defaults);
      });
    },
    targets: () => (targets ??= targetsOf(mesh, topology.clients, mesh.sharedTargets())),
    sharedTargets: () => (shared ??= sharedTargetsOf(mesh, topology.clients)),
  };
  return mesh;
}

function remember<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => kept(known, key, () => compute(key));
}
