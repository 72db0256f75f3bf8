import { isMeshDeclared, type Config } from '../config/config.js';
import { kept } from '../foundation/kept.js';
import { Memory } from '../foundation/memory.js';
import { buildTopology } from './build-topology.js';
import { clientKinds } from './clients/client-kinds.js';
import type { ClientModel } from './clients/client-model.js';
import { type RuleLookup, findDestinationRule } from './destination-rules.js';
import { gatewayApiView } from './gateway-api/gateway-api-view.js';
import { namespaceLabels } from './gateway-api/namespaces.js';
import { ruleHost } from './merge-destination-rules.js';
import type { Mesh } from './mesh.js';
import type { PlacedDocument } from './placed-document.js';
import type { Resource } from './resource.js';
import { resourceOf, byKind } from './resources.js';
import { RouteBudget } from './route-budget.js';
import type { Route } from './route.js';
import { servicesOf } from './services.js';
import type { SharedTarget, Target } from './target.js';
import { targetsOf, sharedTargetsOf } from './targets.js';
import type { Client } from './topology.js';
import { viewOf } from './view.js';

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
  const gatewayApiOf = remember((folder: string) =>
    gatewayApiView(viewOfFolder(folder), namespaceLabels(placed, folder), isMeshDeclared(config)),
  );
  const gatewayApi = (cluster: string) => gatewayApiOf(folderOf(cluster));
  const visibility = remember(({ kind, cluster, namespace, labels, gateway }: Client) =>
    JSON.stringify([kind, folderOf(cluster), namespace, labels, gateway]),
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
    gatewayApi,
    visibility,
    routes: (client) => {
      const exportTo = meshConfig?.defaultVirtualServiceExportTo;
      return kept(routes, visibility(client), () => {
        const { cluster } = client;
        const own = { mesh, view: view(cluster), gatewayApi: gatewayApi(cluster) };
        const surroundings = { ...own, services, exportTo, budget, memory };
        return clientKinds[client.kind].routes(client, surroundings);
      });
    },
    destinationRule: (client, host) => {
      return kept(lookups, `${visibility(client)} ${host}`, () => {
        const model: ClientModel = clientKinds[client.kind];
        const home = model.namespaceOf
          ? model.namespaceOf(mesh, client, host)
          : services.find(host)?.namespace;
        return findDestinationRule(view(client.cluster), client, host, home, defaults);
      });
    },
    targets: () => (targets ??= targetsOf(mesh, topology.clients, mesh.sharedTargets())),
    sharedTargets: () => (shared ??= sharedTargetsOf(mesh, topology.clients)),
  };
  return mesh;
}

export function remember<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => kept(known, key, () => compute(key));
}
