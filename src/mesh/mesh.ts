import type { Config } from '../config/config.js';
import { type Memory } from '../foundation/memory.js';
import type { Document } from '../manifest/document.js';
import type { RuleLookup } from './destination-rules.js';
import type { GatewayApiView } from './gateway-api/gateway-api-view.js';
import type { PlacedDocument } from './placed-document.js';
import type { Resources } from './resources.js';
import type { Route } from './route.js';
import type { Services } from './services.js';
import type { SharedTarget, Target } from './target.js';
import type { Client, Topology } from './topology.js';
import type { ConfigView } from './view.js';

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
  /** What the istiod of a cluster makes of the Gateway API's objects. */
  gatewayApi(cluster: string): GatewayApiView;
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
