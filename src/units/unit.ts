import type { Config } from '../config/config.js';
import type { SendsKind } from '../config/sent-kinds.js';
import type { FieldEffects } from '../foundation/field-effects.js';
import type { Memory } from '../foundation/memory.js';
import type { Path, Range } from '../foundation/range.js';
import type { Document, ReadProblem } from '../manifest/document.js';
import type { Severity } from '../foundation/severity.js';
import type { Commented } from './rendering/rendered-objects.js';
import type { Renderings, RenderRequest } from './rendering/request.js';

/** What makes a deployment unit of files. */
export type UnitKind = 'folder' | 'kustomize' | 'helm' | 'argocd' | 'flux';

/** A deployment unit: the objects that a cluster receives from one source. */
export interface Unit {
  /** Unique and stable, such as `kustomize:overlays/prod`. */
  id: string;
  kind: UnitKind;
  /** Its folder, relative to the working folder; `.` for the working folder itself. */
  path: string;
  /** What the source gives to objects without a namespace; undefined: unknown. */
  namespace?: string;
  /** False: some of it exists only after rendering. */
  rendered: boolean;
  /** For people: what was left unchecked, and how to have it checked. */
  notRendered?: string;
  /** The program that has rendered it; undefined: its files are read as they are. */
  renderedBy?: 'kustomize' | 'helm';
  /** How many objects were read; each document counts once. */
  objects: number;
}

/** Where the namespace of an object comes from. */
export type NamespaceSource = 'manifest' | 'unit' | 'option' | 'configuration' | 'host' | 'unknown';

/** A document in its unit: which cluster gets it, and in which namespace. */
export interface UnitDocument {
  document: Document;
  unit: Unit;
  /** The effective one; `default` where it is unknown. */
  namespace: string;
  namespaceSource: NamespaceSource;
  /** The name of the only cluster that gets it; undefined: each cluster. */
  cluster?: string;
  /**
   * What a patch, component or transformer of its unit may change, so that the cluster gets something else than this text.
   * What follows from these fields is not certain.
   */
  effects?: FieldEffects;
}

export interface EnvironmentCluster {
  name: string;
  /** Undefined: nothing says where it is. */
  locality?: string;
  /** The ids of the units that it receives. */
  units: string[];
}

/** What is deployed together. Objects of different environments never meet. */
export interface FoundEnvironment {
  /** Null: there is only one. */
  name: string | null;
  /** Empty: neither the configuration nor the folders say which there are. */
  clusters: EnvironmentCluster[];
  /** The ids of all its units. */
  units: string[];
  documents: UnitDocument[];
}

/** What of a unit exists only after rendering; at most one per unit. */
export interface NotRendered {
  unit: Unit;
  /** Of a rendering that was asked for and failed; undefined: as the rule has it. */
  severity: Severity | undefined;
  file: string;
  range: Range;
  message: string;
}

/** A MeshConfig that lies in the tree. */
export interface FoundMeshConfig {
  environment: string | null;
  file: string;
  /** Which object or values file it is, for people: `IstioOperator istio-system/cp`. */
  source: string;
  value: unknown;
  range: Range;
  /** The place of a path in it; of a text in a ConfigMap, the text. */
  locate(path: Path): Range;
}

/** A repository as it is deployed. */
export interface Repository {
  units: Unit[];
  /** The files of Argo CD and Flux that units come from. */
  sourceFiles: string[];
  /** At least one. */
  environments: FoundEnvironment[];
  /**
   * Folders whose alternatives are a guess: what lies beside them may belong to none of the environments, and what several
   * environments have in common to some of them only. Empty where the environments are sure.
   */
  collections: string[];
  /** There are more environments than are read: the objects of the others are in none of them. */
  isCut: boolean;
  /** Where the names of the clusters' Services end, after `svc`. */
  clusterDomain: string;
  /** Sentences for the header: what was assumed, and how to say it better. */
  assumptions: string[];
  notRendered: NotRendered[];
  meshConfigs: FoundMeshConfig[];
  /** The problems of files that are manifests: those of charts, templates and patches are not among them. */
  problems: ReadProblem[];
  /** What kustomize and Helm would have to render; what has been rendered is among it. */
  requests: RenderRequest[];
  /** The documents that objects were rendered from, as far as inline ignores may be in them. */
  written: readonly Commented[];
  /** The texts of the files that objects were rendered from. */
  texts: ReadonlyMap<string, string>;
}

/** What the configuration and the command line say about units. */
export interface UnitSettings {
  config: Pick<Config, 'clusters' | 'environments' | 'namespace' | 'clusterDomain'> &
    Partial<Pick<Config, 'file' | 'document'>>;
  /** What is known of each document by itself. */
  known: Memory;
  /** `--namespace`. */
  namespaceOption?: string | undefined;
  /** The addresses of the repositories that the files are from, as git knows them; empty: not known. */
  repositories?: readonly string[];
  /** What was rendered; undefined: rendering is off. */
  renderings?: Renderings | undefined;
  /** Which kinds are sent to clusters, so that it matters what becomes of their objects; undefined: nothing is sent. */
  sends?: SendsKind | undefined;
}
