import { concernsFailover } from '../api/kinds.js';
import type { Document } from '../manifest/document.js';
import { assumptionsOf } from './assumptions.js';
import { clusterDomainOf, type ClusterDomain } from './cluster-domain.js';
import { ConfiguredPlaces, type ConfiguredPlace } from './configured.js';
import {
  draftUnits,
  isObject,
  isTemplateObject,
  type DraftUnit,
  type Drafts,
} from './draft-units.js';
import {
  groupAlternatives,
  itemsOf,
  type EnvironmentChoice,
  type Grouping,
} from './environments.js';
import {
  meshConfigIn,
  meshConfigInValues,
  meshConfigOfSubchart,
  type HeldMeshConfig,
} from '../config/held-mesh-config.js';
import { isAlternativeFile, stageWords } from './folder-names.js';
import { hostNamespaces, type HostNamespaces } from './host-namespaces.js';
import { identityOf, isRouting, isWorkload, mentionsRouting } from './identity.js';
import { localitiesInDocuments } from './named-localities.js';
import { notRenderedOf, type Template } from './not-rendered.js';
import { folderOf, baseName } from '../foundation/paths.js';
import { isPlaceholderAt, isTemplateText } from './placeholders.js';
import { findSplits, itself, type FolderNode, type Splits } from './splits.js';
import { variantFiles } from './variant-files.js';
import { Tree } from './tree.js';
import type {
  FoundEnvironment,
  EnvironmentCluster,
  FoundMeshConfig,
  UnitDocument,
  Repository,
  Unit,
  UnitSettings,
} from './unit.js';
import type { ParsedFile } from './parsed-file.js';
import type { Item } from './item.js';

/** The namespace that Helm gives where nothing names one. */
const helmDefault = 'default';

/**
 * Reads the files of a repository as what is deployed: which units there are, which of them are alternatives, and which
 * namespace and cluster each object gets. Takes time in proportion to the files and the objects that the units hold.
 */
export function readUnits(files: readonly ParsedFile[], settings: UnitSettings): Repository {
  return new Reader(files, settings).read();
}

/**
 * What the hosts of the folder around say, the nearest one with objects: a file that is one of several variants is deployed
 * beside them. Undefined for any other unit.
 */
function aroundVariant(
  { kind, path }: Unit,
  hostsOf: ReadonlyMap<string, HostNamespaces>,
): HostNamespaces | undefined {
  if (kind !== 'folder' || !/\.(?:ya?ml|json)$/.test(path)) return undefined;
  let folder = folderOf(path);
  for (;;) {
    const hosts = hostsOf.get(`folder:${folder}`);
    if (hosts || folder === '.') return hosts;
    folder = folderOf(folder);
  }
}

/** Variants of a file each have a place of their own. */
function withVariantsApart(items: readonly Item[]): Item[] {
  const open = items.filter(({ configured, isTemplate }) => configured.length === 0 && !isTemplate);
  const variants = variantFiles(open.map(({ document, key }) => ({ file: document.file, key })));
  return items.map((item) => {
    const { file } = item.document;
    return variants.has(file) ? { ...item, location: file } : item;
  });
}

class Reader {
  readonly #tree: Tree;
  readonly #settings: UnitSettings;
  readonly #configured: ConfiguredPlaces;
  readonly #drafts: Drafts;
  readonly #domain: ClusterDomain;
  readonly #units = new Map<string, Unit>();
  readonly #documents = new Map<Unit, Set<Document>>();
  readonly #templates = new Map<Unit, Template>();
  /** Of the documents, as the files have them. */
  readonly #order: ReadonlyMap<Document, number>;
  /** Files beside a kustomization that does not name them. */
  readonly #leftOut = new Set<string>();
  /** Objects whose namespace a host tells, or nothing, by their unit. */
  readonly #assumed = new Map<Unit, Map<string | undefined, Set<Document>>>();

  constructor(files: readonly ParsedFile[], settings: UnitSettings) {
    this.#tree = new Tree(files, settings.sends);
    this.#order = new Map(
      files.flatMap(({ documents }) => documents).map((document, index) => [document, index]),
    );
    this.#settings = settings;
    this.#domain = clusterDomainOf(
      [...this.#order.keys()],
      settings.config.clusterDomain,
      settings.known,
    );
    this.#configured = new ConfiguredPlaces(settings.config);
    this.#drafts = draftUnits(this.#tree, settings);
  }

  read(): Repository {
    const { config } = this.#settings;
    let items = this.#items();
    let { splits, grouping } = this.#grouped(items);
    if (!config.environments && grouping.environments.length === 1 && haveStages(items)) {
      // Where nothing else tells the stages apart, the mesh configurations of stages do.
      items = items.map((item) => (item.meshConfig ? { ...item, stageKey: 'MeshConfig' } : item));
      ({ splits, grouping } = this.#grouped(items));
    }
    const environments = config.environments
      ? this.#configuredEnvironments(items)
      : grouping.environments.map((choice) => this.#environment(choice, splits, grouping, items));
    for (const draft of this.#drafts.units) if (draft.missing.length > 0) this.#unitOf(draft);
    this.#problemsOfTemplates();
    const all = this.#finishedUnits();
    const notRendered = notRenderedOf(this.#notRenderedUnits(), this.#templates);
    // What only holds values, or nothing at all, is no unit.
    const units = all.filter(
      ({ kind, objects, rendered }) => kind !== 'folder' || objects > 0 || !rendered,
    );
    const ids = new Set(units.map(({ id }) => id));
    const isUnit = (id: string) => ids.has(id);
    return {
      units,
      environments: environments.map(({ environment }) => ({
        ...environment,
        units: environment.units.filter(isUnit),
        clusters: environment.clusters.map((cluster) => ({
          ...cluster,
          units: cluster.units.filter(isUnit),
        })),
      })),
      collections: config.environments ? [] : grouping.collections,
      isCut: !config.environments && grouping.isCut,
      clusterDomain: this.#domain.domain,
      assumptions: [
        ...assumptionsOf({
          grouping,
          assumed: this.#assumed,
          leftOut: this.#leftOut,
          configured: config.environments !== undefined,
        }),
        ...(this.#domain.because === undefined ? [] : [this.#domain.because]),
      ],
      notRendered,
      meshConfigs: environments.flatMap(({ meshConfigs }) => meshConfigs),
      problems: [...this.#problems(), ...this.#drafts.book.problems],
      sourceFiles: [
        ...new Set(
          this.#drafts.units.flatMap(({ kind, file }) =>
            kind === 'argocd' || kind === 'flux' ? file : [],
          ),
        ),
      ],
      requests: [...this.#drafts.book.requests.values()],
      written: this.#drafts.book.written,
      texts: this.#drafts.book.texts,
    };
  }

  #grouped(items: readonly Item[]): { splits: Splits<Item>; grouping: Grouping<Item> } {
    const { config } = this.#settings;
    const open = items.filter(({ configured }) => configured.length === 0);
    const splits = findSplits(config.environments ? [] : open);
    const objects = items.filter((item) => item.isObject && !item.isTemplate);
    const grouping = groupAlternatives(splits, {
      declared: config.clusters ?? [],
      localities: localitiesInDocuments(
        objects.map(({ document }) => document),
        this.#settings.known,
      ),
    });
    return { splits, grouping };
  }

  /** Every document that is an object, once for each unit that it is in, and the values files that configure the mesh. */
  #items(): Item[] {
    const { units, plain } = this.#drafts;
    const fromUnits = units.flatMap((draft) =>
      draft.objects
        .filter(({ document }) => isObject(document) || meshConfigIn(document))
        .map((object): Item => {
          const { document, effects } = object;
          const named = identityOf(document)?.namespace;
          const own = draft.hasOpenNamespace && named === helmDefault ? undefined : named;
          const given = object.isForced ? (object.namespace ?? own) : (own ?? object.namespace);
          const isOwn = given !== undefined && given === own && !object.isForced;
          return this.#item(document, {
            draft,
            location: draft.location,
            namespace: given,
            source: isOwn ? 'manifest' : 'unit',
            effects,
            configured: this.#placesOf(draft, document),
          });
        }),
    );
    const fromFiles = plain.flatMap((file) =>
      file.documents.flatMap((document): Item[] => {
        const meshConfig = this.#settings.known.of(document, meshConfigOf);
        if (!meshConfig && !isObject(document)) return [];
        if (this.#isLeftOut(document)) return [];
        const item = this.#item(document, {
          draft: undefined,
          location: isAlternativeFile(baseName(file.file)) ? file.file : folderOf(file.file),
          namespace: identityOf(document)?.namespace,
          source: 'manifest',
          effects: undefined,
          configured: this.#configured.of(file.file),
        });
        return [{ ...item, meshConfig }];
      }),
    );
    const fromCharts = this.#drafts.istiodValues.flatMap(({ document, keys }): Item[] => {
      const meshConfig = meshConfigOfSubchart(document, keys);
      if (!meshConfig) return [];
      const { file } = document;
      const item = this.#item(document, {
        draft: undefined,
        location: isAlternativeFile(baseName(file)) ? file : folderOf(file),
        namespace: undefined,
        source: 'unknown',
        effects: undefined,
        configured: this.#configured.of(file),
      });
      return [{ ...item, meshConfig }];
    });
    return [...fromUnits, ...withVariantsApart(fromFiles), ...fromCharts];
  }

  /** A kustomization says what is deployed of its folder, so that a route or policy which it does not name is not. */
  #isLeftOut(document: Document): boolean {
    if (!this.#drafts.kustomized.has(folderOf(document.file))) return false;
    const identity = identityOf(document);
    if (!identity) return false;
    const isSent = this.#tree.sends?.(identity.group, identity.kind) === true;
    if (!isSent && !isRouting(identity) && !isWorkload(identity)) return false;
    if (this.#configured.of(document.file).length > 0) return false;
    this.#leftOut.add(document.file);
    return true;
  }

  #placesOf(draft: DraftUnit, document: Document): ConfiguredPlace[] {
    if (draft.places) return draft.places;
    const ofUnit = this.#configured.of(draft.path);
    if (ofUnit.length > 0) return ofUnit;
    const ofFile = this.#configured.of(document.file);
    if (ofFile.length > 0) return ofFile;
    return draft.cluster === undefined ? [] : this.#configured.called(draft.cluster);
  }

  #item(
    document: Document,
    rest: Omit<
      Item,
      'document' | 'key' | 'stageKey' | 'kind' | 'isTemplate' | 'meshConfig' | 'isObject'
    >,
  ): Item {
    const { config, namespaceOption, known } = this.#settings;
    let { namespace, source } = rest;
    if (namespace === undefined) {
      namespace = namespaceOption ?? config.namespace;
      source =
        namespace === undefined
          ? 'unknown'
          : namespaceOption === undefined
            ? 'configuration'
            : 'option';
    }
    const identity = identityOf(document);
    const decides = identity && isRouting(identity);
    const file = rest.draft?.renderedBy ? undefined : this.#tree.file(document.file);
    const isTemplated = file
      ? known.of(document, () => isTemplateObject(document, file), isTemplateObject)
      : isTemplateObject(document, undefined);
    const keyParts =
      decides && !isTemplated ? [identity.group, identity.kind, identity.name] : undefined;
    const { location, draft, effects, configured } = rest;
    return {
      document,
      location,
      draft,
      namespace,
      source,
      effects,
      configured,
      key: keyParts && JSON.stringify([...keyParts, namespace ?? '']),
      stageKey: keyParts && JSON.stringify(keyParts),
      kind: identity?.kind,
      isTemplate: isTemplated,
      meshConfig: meshConfigIn(document),
      isObject: isObject(document),
    };
  }

  #environment(
    choice: EnvironmentChoice<Item>,
    splits: Splits<Item>,
    grouping: Grouping<Item>,
    items: readonly Item[],
  ): Built {
    const builder = new EnvironmentBuilder(choice.name);
    const { config } = this.#settings;
    for (const cluster of config.clusters ?? []) builder.cluster(cluster.name, cluster.locality);
    for (const { clusters } of grouping.clusterGroups.values()) {
      // Where the configuration declares them, there are no others.
      if (config.clusters === undefined) {
        for (const { name, locality } of clusters.values()) builder.cluster(name, locality);
      }
    }
    const placed = itemsOf(splits.root, choice, grouping);
    for (const { item, cluster, place } of placed) {
      builder.add(item, this.#unitFor(item, place), cluster?.name);
    }
    for (const item of items) {
      for (const { cluster, folder } of item.configured) {
        builder.add(item, this.#configuredUnit(item, folder), cluster);
      }
    }
    return this.#built(builder);
  }

  #configuredEnvironments(items: readonly Item[]): Built[] {
    const { environments = {} } = this.#settings.config;
    const claimed = new Set(
      items.flatMap(({ key, configured }) =>
        key !== undefined && configured.length > 0 ? [key] : [],
      ),
    );
    return Object.entries(environments).map(([name, { clusters }]) => {
      const builder = new EnvironmentBuilder(name);
      for (const cluster of clusters) builder.cluster(cluster.name, cluster.locality);
      for (const item of items) {
        const own = item.configured.filter(({ environment }) => environment === name);
        for (const { cluster, folder } of own) {
          builder.add(item, this.#configuredUnit(item, folder), cluster);
        }
        // What several environments have of their own is no part of the rest.
        const isRest =
          item.configured.length === 0 && !(item.key !== undefined && claimed.has(item.key));
        if (isRest) builder.add(item, this.#configuredUnit(item, '.'), undefined);
      }
      return this.#built(builder);
    });
  }

  #configuredUnit({ draft }: Item, folder: string): Unit {
    return draft ? this.#unitOf(draft) : this.#folderUnit(folder);
  }

  #unitFor(item: Item, place: FolderNode<Item>): Unit {
    if (item.draft) return this.#unitOf(item.draft);
    let path = '.';
    for (let above: FolderNode<Item> | undefined = place; above; above = above.parent) {
      if (!above.split) continue;
      path = above.name === itself ? (above.parent?.path ?? '.') : above.path;
      break;
    }
    return this.#folderUnit(path);
  }

  #folderUnit(path: string): Unit {
    return this.#unit(`folder:${path}`, () => ({ kind: 'folder', path, namespace: undefined }));
  }

  #unitOf({ id, kind, path, namespace, renderedBy }: DraftUnit): Unit {
    const unit = this.#unit(id, () => ({ kind, path, namespace }));
    if (renderedBy) unit.renderedBy = renderedBy;
    return unit;
  }

  #unit(
    id: string,
    make: () => Pick<Unit, 'kind' | 'path'> & { namespace: string | undefined },
  ): Unit {
    const known = this.#units.get(id);
    if (known) return known;
    const { namespace, ...rest } = make();
    const unit: Unit = {
      id,
      ...rest,
      ...(namespace === undefined ? {} : { namespace }),
      rendered: true,
      objects: 0,
    };
    this.#units.set(id, unit);
    return unit;
  }

  /** Gives each object its namespace; templates are counted and left out. */
  #built(builder: EnvironmentBuilder): Built {
    const byUnit = new Map<Unit, EnvironmentEntry[]>();
    for (const entry of builder.entries) {
      if (!entry.item.isObject) continue;
      if (entry.item.isTemplate) {
        this.#template(entry.unit, entry.item.document);
        continue;
      }
      const list = byUnit.get(entry.unit);
      if (list) list.push(entry);
      else byUnit.set(entry.unit, [entry]);
    }
    const documents: UnitDocument[] = [];
    const hostsOf = new Map<string, HostNamespaces>();
    for (const [{ id }, entries] of byUnit) {
      const items = entries.map(({ item }) => item);
      hostsOf.set(id, hostNamespaces(items, this.#domain.domain));
    }
    for (const [unit, entries] of byUnit) {
      const around = aroundVariant(unit, hostsOf);
      for (const { item, cluster } of entries) {
        const { document, source, effects } = item;
        this.#count(unit, document);
        const host =
          item.namespace === undefined
            ? (hostsOf.get(unit.id)?.of(document) ?? around?.of(document))
            : undefined;
        const told = item.draft?.hasOpenNamespace && host === helmDefault ? undefined : host;
        if (item.namespace === undefined && concernsFailover(document.value)) {
          this.#assume(unit, told, document);
        }
        documents.push({
          document,
          unit,
          namespace: item.namespace ?? told ?? 'default',
          namespaceSource: told === undefined ? source : 'host',
          ...(cluster === undefined ? {} : { cluster }),
          ...(effects ? { effects } : {}),
        });
      }
    }
    const meshConfigs = builder.entries.flatMap(({ item }): FoundMeshConfig[] => {
      const { meshConfig, document } = item;
      if (!meshConfig || item.isTemplate) return [];
      return [
        {
          environment: builder.name,
          file: document.file,
          source: meshConfig.source,
          value: meshConfig.value,
          range: document.locate(meshConfig.path, 'key'),
          locate: (path) =>
            document.locate(
              meshConfig.isText ? meshConfig.path : [...meshConfig.path, ...path],
              'key',
            ),
        },
      ];
    });
    const order = (placed: UnitDocument) => this.#order.get(placed.document) ?? 0;
    documents.sort((a, b) => order(a) - order(b));
    const environment = { ...builder.environment(), documents };
    return { environment, meshConfigs };
  }

  #count(unit: Unit, document: Document): void {
    const known = this.#documents.get(unit);
    if (known) known.add(document);
    else this.#documents.set(unit, new Set([document]));
  }

  #assume(unit: Unit, namespace: string | undefined, document: Document): void {
    const byNamespace = this.#assumed.get(unit) ?? new Map<string | undefined, Set<Document>>();
    this.#assumed.set(unit, byNamespace);
    const known = byNamespace.get(namespace);
    if (known) known.add(document);
    else byNamespace.set(namespace, new Set([document]));
  }

  #template(unit: Unit, document: Document): void {
    const known = this.#templates.get(unit);
    if (known) known.documents.add(document);
    else {
      const range = document.locate(['metadata', 'name']);
      this.#templates.set(unit, {
        documents: new Set([document]),
        files: new Set(),
        file: document.file,
        range,
      });
    }
  }

  /** Files that cannot be read because they are templates count as such, if they hold what matters. */
  #problemsOfTemplates(): void {
    for (const file of this.#tree.files) {
      const [problem] = file.problems;
      if (!problem || this.#drafts.passedOver(file.file) || !isTemplateFile(file)) continue;
      if (!mentionsRouting(file.text)) continue;
      const unit = this.#folderUnit('.');
      const known = this.#templates.get(unit);
      if (known) known.files.add(file.file);
      else {
        this.#templates.set(unit, {
          documents: new Set(),
          files: new Set([file.file]),
          file: file.file,
          range: problem.range,
        });
      }
    }
  }

  #problems() {
    return this.#tree.files.flatMap((file) =>
      this.#drafts.passedOver(file.file) || isTemplateFile(file) ? [] : file.problems,
    );
  }

  #notRenderedUnits(): { unit: Unit; draft: DraftUnit | undefined }[] {
    const drafts = new Map(this.#drafts.units.map((draft) => [draft.id, draft]));
    return [...this.#units.values()].map((unit) => ({ unit, draft: drafts.get(unit.id) }));
  }

  #finishedUnits(): Unit[] {
    const units = [...this.#units.values()];
    for (const unit of units) unit.objects = this.#documents.get(unit)?.size ?? 0;
    return units.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }
}

interface Built {
  environment: FoundEnvironment;
  meshConfigs: FoundMeshConfig[];
}

interface EnvironmentEntry {
  item: Item;
  unit: Unit;
  cluster: string | undefined;
}

class EnvironmentBuilder {
  readonly name: string | null;
  readonly entries: EnvironmentEntry[] = [];
  readonly #clusters = new Map<string, EnvironmentCluster>();
  readonly #units = new Set<string>();
  readonly #ofClusters = new Map<string, Set<string>>();
  readonly #ofAll = new Set<string>();

  constructor(name: string | null) {
    this.name = name;
  }

  cluster(name: string, locality: string | undefined): void {
    if (this.#clusters.has(name)) return;
    this.#clusters.set(name, { name, ...(locality === undefined ? {} : { locality }), units: [] });
  }

  add(item: Item, unit: Unit, cluster: string | undefined): void {
    this.entries.push({ item, unit, cluster });
    this.#units.add(unit.id);
    if (cluster === undefined) {
      this.#ofAll.add(unit.id);
      return;
    }
    const known = this.#ofClusters.get(cluster);
    if (known) known.add(unit.id);
    else this.#ofClusters.set(cluster, new Set([unit.id]));
  }

  environment(): Omit<FoundEnvironment, 'documents'> {
    const clusters = [...this.#clusters.values()].map((cluster) => ({
      ...cluster,
      units: [...new Set([...this.#ofAll, ...(this.#ofClusters.get(cluster.name) ?? [])])].sort(),
    }));
    return { name: this.name, clusters, units: [...this.#units].sort() };
  }
}

/** The mesh configuration that a values file or an object holds. */
function meshConfigOf(document: Document): HeldMeshConfig | undefined {
  return meshConfigInValues(document) ?? meshConfigIn(document);
}

/** Whether mesh configurations lie in files or folders of several stages, and differ. */
function haveStages(items: readonly Item[]): boolean {
  const values = new Map<string, string>();
  for (const { meshConfig, document } of items) {
    const stage = meshConfig && stageWords(document.file).at(-1);
    if (meshConfig && stage !== undefined) values.set(stage, JSON.stringify(meshConfig.value));
  }
  return new Set(values.values()).size > 1;
}

function isTemplateFile({ problems: [problem], text }: ParsedFile): boolean {
  if (!problem) return false;
  return isTemplateText(text) || isPlaceholderAt(text, problem.range);
}
