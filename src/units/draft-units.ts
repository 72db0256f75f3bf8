import { anyEffect, joinedEffects, type FieldEffects } from '../foundation/field-effects.js';
import type { Document } from '../manifest/document.js';
import { findCharts, helmCommand, type Chart, type Charts } from './charts.js';
import { chosenFiles } from './file-choice.js';
import {
  gitopsSources,
  isGitops,
  distinguishingNames,
  type FileChoice,
  type GitopsSource,
  type OpenSet,
} from './gitops.js';
import { identityOf, isRouting, isWorkload, mentionsRouting } from './identity.js';
import { isKustomization, readKustomization, type Kustomization } from './kustomization.js';
import {
  Kustomizations,
  kustomizeCommand,
  type Kustomized,
  type KustomizedObject,
} from './kustomize-objects.js';
import type { ConfiguredPlace } from './configured.js';
import { declaredRequest, plainRequest, valuesAlternatives } from './chart-requests.js';
import { declaredSources, type DeclaredChart } from './declared-sources.js';
import { folderOf } from '../foundation/paths.js';
import type { HelmRequest } from './rendering/request.js';
import { RenderingBook } from './rendering/rendering-book.js';
import { hasPlaceholder, isTemplateText } from './placeholders.js';
import type { Tree } from './tree.js';
import type { UnitKind, UnitSettings } from './unit.js';
import type { ParsedFile } from './parsed-file.js';
import { textAt } from '../foundation/values.js';

/** A unit with its objects, before it is known what is deployed together. */
export interface DraftUnit {
  kind: UnitKind;
  id: string;
  path: string;
  namespace: string | undefined;
  /** Where it stands among the folders: its path, and a part of its own where several sources name one path. */
  location: string;
  /** The name of the cluster that it is for, as its source calls it. */
  cluster: string | undefined;
  objects: DraftObject[];
  /** What of it was left unchecked, each a noun. */
  missing: string[];
  /** The command that shows it rendered; undefined: there is none. */
  command: string | undefined;
  /** Why it was not rendered although it was tried; undefined: it was not tried, or it was rendered. */
  failure: string | undefined;
  /** The program that has rendered it; undefined: none. */
  renderedBy: 'kustomize' | 'helm' | undefined;
  /** Something could render what is missing. */
  canRender: boolean;
  /** A source that the configuration declares, not one that was found. */
  isDeclared: boolean;
  /** The clusters that get it, where its source says so; undefined: its paths and its cluster's name tell. */
  places: ConfiguredPlace[] | undefined;
  /** `default` is only what Helm takes where nothing says a namespace. */
  hasOpenNamespace: boolean;
  /** What to point at. */
  file: string;
  document: Document | undefined;
}

export interface DraftObject {
  document: Document;
  /** What its source gives it; undefined: nothing. */
  namespace: string | undefined;
  /** The namespace of the source replaces that of the manifest. */
  isForced: boolean;
  /** What changes it that is not read; undefined: nothing. */
  effects: FieldEffects | undefined;
}

/** The units of a tree that have a source of their own, and the files that remain. */
export interface Drafts {
  units: DraftUnit[];
  /** Files that no source names; some of their documents may be objects. */
  plain: ParsedFile[];
  /** Files that are no manifests, so that what cannot be read in them is no problem. */
  passedOver: (file: string) => boolean;
  /** The values of charts that have istiod as a subchart, with its names there. */
  istiodValues: { document: Document; keys: readonly string[] }[];
  /** The folders that have a kustomization. */
  kustomized: ReadonlySet<string>;
  /** What has been rendered, and what would have to be. */
  book: RenderingBook;
}

export function draftUnits(tree: Tree, settings: UnitSettings): Drafts {
  return new Drafter(tree, settings).draft();
}

class Drafter {
  readonly #tree: Tree;
  readonly #charts: Charts;
  readonly #kustomizations: Kustomizations;
  readonly #folders: ReadonlySet<string>;
  readonly #roots: ReadonlySet<Kustomization>;
  /** Files that a source of their own names. */
  readonly #owned = new Set<string>();
  /** Of these, the ones that are no objects. */
  readonly #inputs = new Set<string>();
  /** Folders of kustomizations and charts that another source deploys. */
  readonly #taken = new Set<string>();
  readonly #units: DraftUnit[] = [];
  readonly #settings: UnitSettings;
  readonly #book: RenderingBook;

  constructor(tree: Tree, settings: UnitSettings) {
    this.#tree = tree;
    this.#settings = settings;
    this.#book = new RenderingBook(settings.renderings, tree);
    this.#charts = findCharts(tree);
    const files = tree.files.filter(({ file }) => !this.#charts.holds(file));
    const kustomizations = files
      .filter(isKustomization)
      .map((file) => readKustomization(file, folderOf(file.file)));
    this.#kustomizations = new Kustomizations(kustomizations, tree);
    this.#folders = new Set(kustomizations.map(({ folder }) => folder));
    this.#roots = new Set(this.#kustomizations.roots());
    for (const { file, inputs, resources, isComponent } of kustomizations) {
      for (const path of [file, ...inputs]) {
        this.#owned.add(path);
        this.#inputs.add(path);
      }
      for (const path of resources) {
        if (tree.file(path) === undefined) continue;
        this.#owned.add(path);
        if (isComponent) this.#inputs.add(path);
      }
    }
  }

  draft(): Drafts {
    const tree = this.#tree;
    const { config, repositories = [] } = this.#settings;
    const documents = tree.files
      .filter(({ file }) => !this.#charts.holds(file))
      .flatMap((file) => file.documents.filter(isGitops));
    const clusters = (config.clusters ?? []).map(({ name }) => name);
    const declared = declaredSources(config);
    const { sources, open } = gitopsSources(documents, { tree, clusters, repositories });
    this.#gitops(sources);
    for (const set of open) this.#units.push(openUnit(set));
    for (const folder of declared.kustomizations) this.#declaredKustomization(folder);
    for (const chart of declared.charts) this.#declaredChart(chart);
    for (const root of this.#roots) {
      if (!this.#taken.has(root.folder)) this.#units.push(this.#kustomizeUnit(root));
    }
    for (const chart of this.#charts.all) {
      if (chart.routing && !this.#taken.has(chart.folder)) this.#chartUnits(chart);
    }
    return {
      units: withUniqueIds(this.#units),
      plain: tree.files.filter(({ file }) => !this.#owned.has(file) && !this.#charts.holds(file)),
      passedOver: (file) => this.#charts.holds(file) || this.#inputs.has(file),
      istiodValues: this.#charts.all.flatMap(({ istiod: keys, values }) =>
        keys.length === 0
          ? []
          : values.flatMap(({ documents }) => documents.map((document) => ({ document, keys }))),
      ),
      kustomized: this.#folders,
      book: this.#book,
    };
  }

  #kustomizeUnit(root: Kustomization): DraftUnit {
    return unitOf(this.#kustomized(root), {
      kind: 'kustomize',
      id: `kustomize:${root.folder}`,
      path: root.folder,
      location: root.folder,
      file: root.file,
      document: root.document,
    });
  }

  #declaredKustomization(folder: string): void {
    this.#taken.add(folder);
    const kustomization = this.#kustomizations.at(folder);
    this.#units.push(
      kustomization
        ? { ...this.#kustomizeUnit(kustomization), isDeclared: true }
        : this.#missingUnit(
            'kustomize',
            folder,
            `the kustomization ${folder}, which is not among the files`,
          ),
    );
  }

  #declaredChart(declared: DeclaredChart): void {
    const { place, helm } = declared;
    const chart = this.#charts.at(helm.chart);
    this.#taken.add(helm.chart);
    const location = `${helm.chart}/${[place.environment, place.cluster].filter(Boolean).join('/')}`;
    const unit = chart
      ? unitOf(this.#charted(chart, declaredRequest(declared, chart)), {
          ...chartSource(chart),
          location,
        })
      : this.#missingUnit(
          'helm',
          helm.chart,
          `the chart ${helm.chart}, which is not among the files`,
        );
    this.#units.push({ ...unit, location, isDeclared: true, places: [place] });
  }

  #missingUnit(kind: 'kustomize' | 'helm', path: string, what: string): DraftUnit {
    const source = { kind, id: `${kind}:${path}`, path, location: path };
    const { file, document } = this.#settings.config;
    const found = { ...nothingFound, missing: [what] };
    return { ...unitOf(found, { ...source, file: file ?? path, document }), isDeclared: true };
  }

  /** A chart, or one unit for each of its values files for a stage or region. */
  #chartUnits(chart: Chart): void {
    const source = chartSource(chart);
    const { config, namespaceOption, renderings } = this.#settings;
    const request = plainRequest(chart, namespaceOption ?? config.namespace);
    const alternatives = renderings
      ? valuesAlternatives(chart, this.#tree)
      : new Map<string, string>();
    if (alternatives.size < 2) this.#units.push(unitOf(this.#charted(chart, request), source));
    for (const [name, file] of alternatives) {
      const found = this.#charted(chart, { ...request, values: [{ file }] });
      const location = `${chart.folder}/${name}`;
      this.#units.push(unitOf(found, { ...source, id: `${source.id}:${name}`, location }));
    }
  }

  /** What a kustomization amounts to: as it was rendered, or else as far as it can be read. */
  #kustomized(kustomization: Kustomization): Found {
    const { folder, namespace } = kustomization;
    const { objects, missing } = this.#kustomizations.of(kustomization);
    const read = {
      ...nothingFound,
      objects,
      missing,
      namespace,
      command: kustomizeCommand(folder),
    };
    // Nothing else says how requests are routed.
    if (missing.length === 0 && !objects.some(({ document }) => routes(document))) return read;
    const rendered = this.#book.of({ tool: 'kustomize', folder });
    if (!rendered) return { ...read, canRender: true };
    if ('failure' in rendered) {
      const parts = missing.length > 0 ? missing : [`the kustomization ${folder}`];
      return { ...read, missing: parts, failure: rendered.failure };
    }
    const documents = rendered.documents.map((document) => ({
      ...{ document, namespace: undefined, effects: undefined },
    }));
    return { ...read, objects: documents, missing: [], renderedBy: 'kustomize' };
  }

  #charted(chart: Chart, request: HelmRequest, elsewhere: readonly string[] = []): Found {
    const found: Found = {
      ...nothingFound,
      missing: [`the templates of the chart ${chart.name}`, ...elsewhere],
      command: helmCommand(chart),
      namespace: request.namespace,
      hasOpenNamespace: request.namespace === undefined,
    };
    if (elsewhere.length > 0) return found;
    const rendered = this.#book.of(request);
    if (!rendered) return { ...found, canRender: true };
    if ('failure' in rendered) return { ...found, failure: rendered.failure };
    const objects = rendered.documents.map((document) => ({
      ...{ document, namespace: undefined, effects: undefined },
    }));
    return { ...found, objects, missing: [], renderedBy: 'helm' };
  }

  #gitops(sources: readonly GitopsSource[]): void {
    const byPath = new Map<string, GitopsSource[]>();
    for (const source of sources) {
      const known = byPath.get(source.path);
      if (known) known.push(source);
      else byPath.set(source.path, [source]);
    }
    for (const [path, alike] of byPath) {
      const variants = new Map<string, Found | { chart: Chart } | undefined>();
      const labels = distinguishingNames(alike);
      const taken = new Set<string>();
      for (const [index, source] of alike.entries()) {
        const key = JSON.stringify(source.files);
        if (!variants.has(key)) variants.set(key, this.#at(path, source.files, taken));
        const at = variants.get(key);
        const found = at && 'chart' in at ? this.#released(at.chart, source) : at;
        if (found) this.#units.push(gitopsUnit(source, labels[index], found));
      }
      for (const file of taken) this.#owned.add(file);
    }
  }

  /** What lies at the path of a source; it is then deployed by that source, and by nothing else. */
  #at(path: string, choice: FileChoice, taken: Set<string>): Found | { chart: Chart } | undefined {
    const kustomization = this.#kustomizations.at(path);
    if (kustomization) {
      this.#taken.add(path);
      return this.#kustomized(kustomization);
    }
    const chart = this.#charts.at(path);
    if (!chart) return this.#inFolder(path, choice, taken);
    this.#taken.add(path);
    return chart.routing ? { chart } : undefined;
  }

  /** A chart with the values that the object which deploys it gives. */
  #released(chart: Chart, { namespace, release }: GitopsSource): Found {
    const { config, namespaceOption } = this.#settings;
    const { missing, ...own } = release;
    const request = plainRequest(chart, namespace ?? namespaceOption ?? config.namespace);
    return this.#charted(chart, { ...request, ...own }, missing);
  }

  /** @param taken Gets the files that the source deploys. */
  #inFolder(path: string, choice: FileChoice, taken: Set<string>): Found | undefined {
    const all = choice.recursive
      ? this.#tree.filesBelow(path)
      : (this.#tree.folder(path)?.files ?? []);
    const isMeant = chosenFiles(choice);
    const files = all.filter(({ file }) => isMeant(file.slice(path.length + 1)));
    const objects: KustomizedObject[] = [];
    const inside: Found[] = [];
    for (const { file, documents } of files) {
      if (this.#charts.holds(file)) continue;
      const kustomization = this.#kustomizations.at(folderOf(file));
      if (
        kustomization?.file === file &&
        this.#roots.has(kustomization) &&
        !this.#taken.has(kustomization.folder)
      ) {
        this.#taken.add(kustomization.folder);
        const inner = this.#kustomized(kustomization);
        for (const object of inner.objects) objects.push(object);
        inside.push(inner);
      }
      if (this.#owned.has(file)) continue;
      const own = documents.filter(isObject);
      if (own.length === 0) continue;
      taken.add(file);
      objects.push(
        ...own.map((document) => ({ document, namespace: undefined, effects: undefined })),
      );
    }
    const missing = inside.flatMap((found) => found.missing);
    if (objects.length === 0 && missing.length === 0) return undefined;
    return {
      ...nothingFound,
      objects: distinct(objects),
      missing: [...new Set(missing)],
      failure: inside.find(({ failure }) => failure !== undefined)?.failure,
      canRender: inside.some(({ canRender }) => canRender),
      renderedBy: inside.find(({ renderedBy }) => renderedBy)?.renderedBy,
    };
  }
}

interface Found
  extends
    Omit<Kustomized, 'files'>,
    Pick<DraftUnit, 'command' | 'namespace' | 'failure' | 'renderedBy' | 'canRender'> {
  hasOpenNamespace: boolean;
}

const nothingFound: Found = {
  objects: [],
  missing: [],
  command: undefined,
  namespace: undefined,
  failure: undefined,
  renderedBy: undefined,
  canRender: false,
  hasOpenNamespace: false,
};

/** Where a unit comes from. */
type UnitSource = Pick<DraftUnit, 'kind' | 'id' | 'path' | 'location' | 'file' | 'document'>;

function unitOf(found: Found, source: UnitSource): DraftUnit {
  const { objects, ...rest } = found;
  return {
    ...rest,
    ...source,
    objects: objects.map((object) => {
      const own = kustomizedObject(object, undefined);
      // Helm sends what names no namespace to that of the release.
      return found.renderedBy === 'helm' ? { ...own, namespace: found.namespace } : own;
    }),
    ...{ cluster: undefined, isDeclared: false, places: undefined },
  };
}

function chartSource({ folder, routing, chartFile }: Chart): UnitSource {
  return {
    ...{ kind: 'helm', id: `helm:${folder}`, path: folder, location: folder },
    file: routing?.file ?? chartFile.file,
    document: routing ? undefined : chartFile.documents[0],
  };
}

function routes(document: Document): boolean {
  const identity = identityOf(document);
  return identity !== undefined && isRouting(identity);
}

function distinct(objects: readonly KustomizedObject[]): KustomizedObject[] {
  return [...new Map(objects.map((object) => [object.document, object])).values()];
}

function gitopsUnit(source: GitopsSource, label: string | undefined, found: Found): DraftUnit {
  const { kind, name, path, document, cluster, changes } = source;
  const unit = unitOf(found, {
    ...{ kind, path, document, id: `${kind}:${name}`, file: document.file },
    location: label === undefined ? path : `${path}/${label.replaceAll('/', '-')}`,
  });
  return {
    ...unit,
    cluster,
    namespace: source.forcesNamespace ? source.namespace : (found.namespace ?? source.namespace),
    objects: found.objects.map((object) => {
      const own = kustomizedObject(object, source);
      if (changes.length === 0) return own;
      const isRenamed = changes.every((key) => /^name(?:Prefix|Suffix)$/.test(key));
      const added = isRenamed ? { all: false, name: true, paths: [] } : anyEffect;
      return { ...own, effects: own.effects ? joinedEffects([own.effects, added]) : added };
    }),
    missing: [...found.missing, ...changes.map((key) => `what ${key} of ${name} changes`)],
    canRender: found.canRender && changes.length === 0,
  };
}

function kustomizedObject(
  { document, namespace, effects }: KustomizedObject,
  source: GitopsSource | undefined,
): DraftObject {
  if (source?.forcesNamespace) {
    return { document, namespace: source.namespace, isForced: true, effects };
  }
  if (namespace !== undefined) return { document, namespace, isForced: true, effects };
  return { document, namespace: source?.namespace, isForced: false, effects };
}

/** A unit without objects: it says what is not known. */
function openUnit({ name, document, generators }: OpenSet): DraftUnit {
  const path = folderOf(document.file);
  const what = `which Applications the ApplicationSet ${name} makes (its generator ${generators.join(' and ')} is not evaluated)`;
  return unitOf(
    { ...nothingFound, missing: [what] },
    { kind: 'argocd', id: `argocd:${name}`, path, location: path, file: document.file, document },
  );
}

function withUniqueIds(units: readonly DraftUnit[]): DraftUnit[] {
  const counts = new Map<string, number>();
  for (const { id } of units) counts.set(id, (counts.get(id) ?? 0) + 1);
  const taken = new Set<string>();
  return units.map((unit) => {
    const plain = counts.get(unit.id) === 1 ? unit.id : `${unit.id}:${unit.location}`;
    let id = plain;
    for (let count = 2; taken.has(id); count += 1) id = `${plain}#${count}`;
    taken.add(id);
    return { ...unit, id };
  });
}

/** Whether a document is meant for the API server: it is no values file, and says nothing about deploying. */
export function isObject(document: Document): boolean {
  const apiVersion = textAt(document.value, 'apiVersion');
  if (apiVersion === undefined) return false;
  return !apiVersion.startsWith('kustomize.config.k8s.io/') && !isGitops(document);
}

/** Whether an object is a template: with placeholders, or in a file of a template language. */
export function isTemplateObject(
  document: Document,
  file: Pick<ParsedFile, 'text'> | undefined,
): boolean {
  const identity = identityOf(document);
  if (!identity) {
    return file !== undefined && isTemplateText(file.text) && mentionsRouting(file.text);
  }
  if (!isRouting(identity) && !isWorkload(identity)) return false;
  return (
    hasPlaceholder(document) ||
    (file !== undefined && file.text.includes('#@') && isTemplateText(file.text))
  );
}
