import type { Document } from '../manifest/document.js';
import { baseName, pathFrom, isRemote } from '../foundation/paths.js';
import type { ParsedFile } from './parsed-file.js';
import { at, isMapping, listAt, textAt, textsAt } from '../foundation/values.js';

/** What a kustomization.yaml says, with paths from the working folder. */
export interface Kustomization {
  /** Its folder. */
  folder: string;
  file: string;
  document: Document | undefined;
  isComponent: boolean;
  /** Files and folders, `resources` and `bases`. */
  resources: string[];
  components: string[];
  /** Resources and components on other machines. */
  remote: string[];
  namespace: string | undefined;
  patches: Patch[];
  /** Fields that change objects in a way that is not read: `namePrefix`, `transformers`, … */
  changes: string[];
  /** Fields that make objects which are not read: `helmCharts`, `generators`. */
  makes: string[];
  /** Files that are no objects: patches, inputs of generators, configurations, values. */
  inputs: string[];
}

/** What an entry of `patches`, `patchesStrategicMerge` or `patchesJson6902` changes. */
export interface Patch {
  /** The patch file. */
  file: string | undefined;
  /** The text of an inline patch. */
  inline: string | undefined;
  target: PatchTarget | undefined;
}

export interface PatchTarget {
  group: string | undefined;
  kind: string | undefined;
  name: string | undefined;
}

const names = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Whether a file is what kustomize reads in a folder. A Flux Kustomization in a file of that name is not. */
export function isKustomization({ file, documents }: ParsedFile): boolean {
  if (!names.has(baseName(file))) return false;
  const apiVersion = textAt(documents[0]?.value, 'apiVersion');
  return apiVersion === undefined || apiVersion.startsWith('kustomize.config.k8s.io/');
}

export function readKustomization(parsed: ParsedFile, folder: string): Kustomization {
  const [document] = parsed.documents;
  const value = document?.value;
  const resolve = (path: string) => pathFrom(folder, path);
  const named = [...textsAt(value, 'resources'), ...textsAt(value, 'bases')];
  const components = textsAt(value, 'components');
  const patches = patchesOf(value, folder);
  const all = [...named, ...components];
  return {
    folder,
    file: parsed.file,
    document,
    isComponent: textAt(value, 'kind') === 'Component',
    resources: named.filter((path) => !isRemote(path)).map(resolve),
    components: components.filter((path) => !isRemote(path)).map(resolve),
    remote: all.filter(isRemote),
    namespace: textAt(value, 'namespace'),
    patches,
    changes: changing.filter((key) => isGiven(at(value, key))),
    makes: making.filter((key) => isGiven(at(value, key))),
    inputs: [
      ...patches.flatMap(({ file }) => (file === undefined ? [] : [file])),
      ...inputsOf(value).map(resolve),
    ],
  };
}

/** `commonLabels`, `labels`, `images` and such change nothing that the prediction reads. */
const changing = ['namePrefix', 'nameSuffix', 'transformers', 'replacements', 'vars', 'replicas'];

const making = ['helmCharts', 'helmChartInflationGenerator', 'generators'];

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

function patchesOf(value: unknown, folder: string): Patch[] {
  const file = (path: string) => pathFrom(folder, path);
  const entries = [...listAt(value, 'patches'), ...listAt(value, 'patchesJson6902')].map(
    (entry) => {
      const path = textAt(entry, 'path');
      return {
        file: path === undefined ? undefined : file(path),
        inline: textAt(entry, 'patch'),
        target: targetOf(at(entry, 'target')),
      };
    },
  );
  const merges = textsAt(value, 'patchesStrategicMerge').map((text) => ({
    // A text of several lines is the patch itself.
    ...(/[\n:]/.test(text)
      ? { file: undefined, inline: text }
      : { file: file(text), inline: undefined }),
    target: undefined,
  }));
  return [...entries, ...merges];
}

function targetOf(target: unknown): PatchTarget | undefined {
  if (!isMapping(target)) return undefined;
  return {
    group: textAt(target, 'group'),
    kind: textAt(target, 'kind'),
    name: textAt(target, 'name'),
  };
}

/** Files that generators, transformers and charts read. */
function inputsOf(value: unknown): string[] {
  const generated = [...listAt(value, 'configMapGenerator'), ...listAt(value, 'secretGenerator')];
  const files = generated.flatMap((entry) => [
    // `key=file`
    ...textsAt(entry, 'files').map((text) => text.slice(text.indexOf('=') + 1)),
    ...textsAt(entry, 'envs'),
    ...(textAt(entry, 'env') === undefined ? [] : [String(textAt(entry, 'env'))]),
  ]);
  const charts = listAt(value, 'helmCharts').flatMap((chart) => [
    ...(textAt(chart, 'valuesFile') === undefined ? [] : [String(textAt(chart, 'valuesFile'))]),
    ...textsAt(chart, 'additionalValuesFiles'),
  ]);
  const replacements = listAt(value, 'replacements').flatMap(
    (entry) => textAt(entry, 'path') ?? [],
  );
  const lists = ['generators', 'transformers', 'validators', 'configurations', 'crds'].flatMap(
    (key) => textsAt(value, key),
  );
  const openapi = textAt(value, 'openapi', 'path');
  return [
    ...files,
    ...charts,
    ...replacements,
    ...lists,
    ...(openapi === undefined ? [] : [openapi]),
  ].filter((path) => !path.includes('\n') && !isRemote(path));
}
