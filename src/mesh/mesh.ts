import type { Config } from '../config/config.js';
import { Memory } from '../foundation/memory.js';
import type { Document } from '../manifest/document.js';
import { buildTopology } from './build-topology.js';
import { clientKinds } from './clients/client-kinds.js';
import { findDestinationRule, ruleHost, type RuleLookup } from './destination-rules.js';
import { kept } from '../foundation/kept.js';
import type { PlacedDocument } from './placed-document.js';
import type { Resource } from './resource.js';
import { byKind, resourceOf, type Resources } from './resources.js';
import { RouteBudget } from './route-budget.js';
import type { Route } from './route.js';
import { servicesOf, type Services } from './services.js';
import { sharedTargetsOf, targetsOf, type SharedTarget, type Target } from './targets.js';
import type { Client, Topology } from './topology.js';
import { viewOf, type ConfigView } from './view.js';

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
  /** What has been worked out of this mesh. */
  memory: Memory;
  /** What is known of each document by itself, whatever else is in the mesh: it may be of an earlier mesh. */
  known: Memory;
  /** What the istiod of a cluster reads. */
  view(cluster: string): ConfigView;
  /** The same text for clients that see the same configuration: they have the same routes and policies. */
  visibility(client: Client): string;
  /** The routes of a client, in the order in which it tries them. */
  routes(client: Client): Route[];
  /** The DestinationRule that a client's proxy uses for a host. */
  destinationRule(client: Client, host: string): RuleLookup;
  /** What each client sends requests to, with the policies that apply. */
  targets(): Target[];
  /** The same, once for all clients that see the same configuration. */
  sharedTargets(): SharedTarget[];
}

/** Builds the model of the objects that the documents hold. */
export function buildMesh(
  config: Config,
  placed: readonly PlacedDocument[],
  known = new Memory(),
): Mesh {
  const documents = [...new Set(placed.map(({ document }) => document))];
  const all = placed.map((one) => resourceOf(one, known));
  const resources = byKind(all.filter((resource): resource is Resource => resource !== undefined));
  const services = servicesOf(resources);
  const memory = new Memory();
  const topology = buildTopology(config, resources, services, memory);

  const hasFolders = Object.values<Resource[]>(resources).some((kind) =>
    kind.some(({ cluster }) => cluster !== undefined),
  );
  const viewOfFolder = remember((folder: string) => viewOf(resources, folder, ruleHost));
  // Without folders of their own, all clusters read the same.
  const folderOf = (cluster: string) => (hasFolders ? cluster : '');
  const view = (cluster: string) => viewOfFolder(folderOf(cluster));
  const visibility = remember(({ kind, cluster, namespace, labels }: Client) =>
    JSON.stringify([kind, folderOf(cluster), namespace, labels]),
  );
  const routes = new Map<string, Route[]>();
  const budget = new RouteBudget();
  const lookups = new Map<string, RuleLookup>();
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
    memory,
    known,
    view,
    visibility,
    routes: (client) => {
      const exportTo = meshConfig?.defaultVirtualServiceExportTo;
      return kept(routes, visibility(client), () => {
        const surroundings = { view: view(client.cluster), services, exportTo, budget, memory };
        return clientKinds[client.kind].routes(client, surroundings);
      });
    },
    destinationRule: (client, host) => {
      return kept(lookups, `${visibility(client)} ${host}`, () => {
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
