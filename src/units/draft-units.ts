import { anyEffect, joinedEffects, type FieldEffects } from '../foundation/field-effects.js';
import type { Document } from '../manifest/document.js';
import { findCharts, helmCommand, type Chart, type Charts } from './charts.js';
import { chosenFiles } from './file-choice.js';
import {
  gitopsSources,
  isGitops,
  labelsOf,
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
import { folderOf } from './paths.js';
import { hasPlaceholder, isTemplateText } from './placeholders.js';
import type { Tree } from './tree.js';
import type { ParsedFile, UnitKind } from './unit.js';
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
}

/**
 * @param clusters The names of the configuration's clusters.
 * @param repositories The names of the repositories that the tree is a clone of.
 */
export function draftUnits(
  tree: Tree,
  clusters: readonly string[],
  repositories: readonly string[] = [],
): Drafts {
  return new Drafter(tree).draft(clusters, repositories);
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

  constructor(tree: Tree) {
    this.#tree = tree;
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

  draft(clusters: readonly string[], repositories: readonly string[]): Drafts {
    const tree = this.#tree;
    const documents = tree.files
      .filter(({ file }) => !this.#charts.holds(file))
      .flatMap((file) => file.documents.filter(isGitops));
    const { sources, open } = gitopsSources(documents, { tree, clusters, repositories });
    this.#gitops(sources);
    for (const set of open) this.#units.push(openUnit(set));
    for (const root of this.#roots) {
      if (this.#taken.has(root.folder)) continue;
      const found = this.#kustomizations.of(root);
      this.#units.push({
        kind: 'kustomize',
        id: `kustomize:${root.folder}`,
        path: root.folder,
        namespace: root.namespace,
        location: root.folder,
        cluster: undefined,
        objects: found.objects.map((object) => kustomizedObject(object, undefined)),
        missing: found.missing,
        command: kustomizeCommand(root.folder),
        file: root.file,
        document: root.document,
      });
    }
    for (const chart of this.#charts.all) {
      if (!chart.routing || this.#taken.has(chart.folder)) continue;
      this.#units.push({ ...chartUnit(chart), kind: 'helm', id: `helm:${chart.folder}` });
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
    };
  }

  #gitops(sources: readonly GitopsSource[]): void {
    const byPath = new Map<string, GitopsSource[]>();
    for (const source of sources) {
      const known = byPath.get(source.path);
      if (known) known.push(source);
      else byPath.set(source.path, [source]);
    }
    for (const [path, alike] of byPath) {
      const variants = new Map<string, Found | undefined>();
      const labels = labelsOf(alike);
      const taken = new Set<string>();
      for (const [index, source] of alike.entries()) {
        const key = JSON.stringify(source.files);
        if (!variants.has(key)) variants.set(key, this.#at(path, source.files, taken));
        const found = variants.get(key);
        if (found) this.#units.push(gitopsUnit(source, labels[index], found));
      }
      for (const file of taken) this.#owned.add(file);
    }
  }

  /** What lies at the path of a source; it is then deployed by that source, and by nothing else. */
  #at(path: string, choice: FileChoice, taken: Set<string>): Found | undefined {
    const kustomization = this.#kustomizations.at(path);
    if (kustomization) {
      this.#taken.add(path);
      const { objects, missing } = this.#kustomizations.of(kustomization);
      return {
        objects,
        missing,
        command: kustomizeCommand(path),
        namespace: kustomization.namespace,
      };
    }
    const chart = this.#charts.at(path);
    if (chart) {
      this.#taken.add(path);
      if (!chart.routing) return undefined;
      const { missing, command } = chartUnit(chart);
      return { objects: [], missing, command, namespace: undefined };
    }
    return this.#inFolder(path, choice, taken);
  }

  /** @param taken Gets the files that the source deploys. */
  #inFolder(path: string, choice: FileChoice, taken: Set<string>): Found | undefined {
    const all = choice.recursive
      ? this.#tree.filesBelow(path)
      : (this.#tree.folder(path)?.files ?? []);
    const isMeant = chosenFiles(choice);
    const files = all.filter(({ file }) => isMeant(file.slice(path.length + 1)));
    const objects: KustomizedObject[] = [];
    const missing: string[] = [];
    for (const { file, documents } of files) {
      if (this.#charts.holds(file)) continue;
      const kustomization = this.#kustomizations.at(folderOf(file));
      if (
        kustomization?.file === file &&
        this.#roots.has(kustomization) &&
        !this.#taken.has(kustomization.folder)
      ) {
        this.#taken.add(kustomization.folder);
        const inner = this.#kustomizations.of(kustomization);
        objects.push(...inner.objects);
        missing.push(...inner.missing);
      }
      if (this.#owned.has(file)) continue;
      const own = documents.filter(isObject);
      if (own.length === 0) continue;
      taken.add(file);
      objects.push(
        ...own.map((document) => ({ document, namespace: undefined, effects: undefined })),
      );
    }
    if (objects.length === 0 && missing.length === 0) return undefined;
    return {
      objects: distinct(objects),
      missing: [...new Set(missing)],
      command: undefined,
      namespace: undefined,
    };
  }
}

interface Found extends Omit<Kustomized, 'files'> {
  command: string | undefined;
  namespace: string | undefined;
}

function distinct(objects: readonly KustomizedObject[]): KustomizedObject[] {
  return [...new Map(objects.map((object) => [object.document, object])).values()];
}

function gitopsUnit(source: GitopsSource, label: string | undefined, found: Found): DraftUnit {
  const { kind, name, path, document, cluster, changes } = source;
  return {
    kind,
    id: `${kind}:${name}`,
    path,
    namespace: source.forcesNamespace ? source.namespace : (found.namespace ?? source.namespace),
    location: label === undefined ? path : `${path}/${label.replaceAll('/', '-')}`,
    cluster,
    objects: found.objects.map((object) => {
      const own = kustomizedObject(object, source);
      if (changes.length === 0) return own;
      const isRenamed = changes.every((key) => /^name(?:Prefix|Suffix)$/.test(key));
      const added = isRenamed ? { all: false, name: true, paths: [] } : anyEffect;
      return { ...own, effects: own.effects ? joinedEffects([own.effects, added]) : added };
    }),
    missing: [...found.missing, ...changes.map((key) => `what ${key} of ${name} changes`)],
    command: found.command,
    file: document.file,
    document,
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

function chartUnit(chart: Chart): DraftUnit {
  return {
    kind: 'helm',
    id: `helm:${chart.folder}`,
    path: chart.folder,
    namespace: undefined,
    location: chart.folder,
    cluster: undefined,
    objects: [],
    missing: [`the templates of the chart ${chart.name}`],
    command: helmCommand(chart),
    file: chart.routing?.file ?? chart.chartFile.file,
    document: chart.routing ? undefined : chart.chartFile.documents[0],
  };
}

/** A unit without objects: it says what is not known. */
function openUnit({ name, document, generators }: OpenSet): DraftUnit {
  return {
    kind: 'argocd',
    id: `argocd:${name}`,
    path: folderOf(document.file),
    namespace: undefined,
    location: folderOf(document.file),
    cluster: undefined,
    objects: [],
    missing: [
      `which Applications the ApplicationSet ${name} makes (its generator ${generators.join(' and ')} is not evaluated)`,
    ],
    command: undefined,
    file: document.file,
    document,
  };
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
export function isTemplate(
  document: Document,
  file: Pick<ParsedFile, 'text'> | undefined,
): boolean {
  const identity = identityOf(document);
  if (!identity) {
    return file !== undefined && isTemplateText(file.text) && mentionsRouting(file.text);
  }
  if (!isRouting(identity.group, identity.kind) && !isWorkload(identity.group, identity.kind))
    return false;
  return (
    hasPlaceholder(document) ||
    (file !== undefined && file.text.includes('#@') && isTemplateText(file.text))
  );
}
