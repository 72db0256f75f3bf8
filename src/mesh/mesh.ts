import picomatch from 'picomatch';
import type { Config } from '../config/config.js';
import type { Document } from '../manifest/document.js';
import { buildTopology } from './build-topology.js';
import { findDestinationRule, ruleHost, type RuleLookup } from './destination-rules.js';
import type { Resource } from './resource.js';
import { byKind, resourceOf, type Resources } from './resources.js';
import type { PublicRoute } from './public-route.js';
import { routesOf } from './routes.js';
import { servicesOf, type Services } from './services.js';
import { targetsOf, type Target } from './targets.js';
import type { Client, Topology } from './topology.js';
import { viewOf, type ConfigView } from './view.js';

/** The model: what the manifests say, and where it runs. */
export interface Mesh {
  config: Config;
  /** Every document read, of kinds that the model knows or not. */
  documents: Document[];
  resources: Resources;
  services: Services;
  topology: Topology;
  /** What the istiod of a cluster reads. */
  view(cluster: string): ConfigView;
  /** The routes of a client's gateway, in the order in which it tries them. */
  routes(client: Client): PublicRoute[];
  /** The DestinationRule that a client's proxy uses for a host. */
  destinationRule(client: Client, host: string): RuleLookup;
  /** Who asks for what, with the policies that apply. */
  targets(): Target[];
}

/** Builds the model; objects that the API server would refuse are left out by the caller. */
export function buildMesh(config: Config, documents: Document[]): Mesh {
  const clusterOf = clusterFolders(config);
  const all = documents.map((document) => resourceOf(document, clusterOf(document.file)));
  const resources = byKind(all.filter((resource): resource is Resource => resource !== undefined));
  const services = servicesOf(resources);
  const topology = buildTopology(config, resources, services);

  const view = remember((cluster: string) => viewOf(resources, cluster, ruleHost));
  const { meshConfig, rootNamespace } = config;
  const defaults = { rootNamespace, exportTo: meshConfig?.defaultDestinationRuleExportTo };
  let targets: Target[] | undefined;
  const mesh: Mesh = {
    config,
    documents,
    resources,
    services,
    topology,
    view,
    routes: remember((client: Client) =>
      routesOf(view(client.cluster), client, services, meshConfig?.defaultVirtualServiceExportTo),
    ),
    destinationRule: (client, host) => {
      const home = services.find(host)?.namespace;
      return findDestinationRule(view(client.cluster), client, host, home, defaults);
    },
    targets: () => (targets ??= targetsOf(mesh, topology.clients)),
  };
  return mesh;
}

/** Tells the cluster whose `paths` a file lies in; the longest path wins. */
function clusterFolders({ clusters = [] }: Config): (file: string) => string | undefined {
  const folders = clusters
    .flatMap(({ name, paths = [] }) => paths.map((path) => ({ name, path })))
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, path }) => ({ name, contains: matcher(path) }));
  return (file) => folders.find(({ contains }) => contains(file))?.name;
}

function matcher(path: string): (file: string) => boolean {
  if (path === '.') return () => true;
  const isGlob = picomatch.scan(path).isGlob;
  return isGlob ? picomatch(path) : (file) => file === path || file.startsWith(`${path}/`);
}

function remember<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
