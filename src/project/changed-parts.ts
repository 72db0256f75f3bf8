import type { Config } from '../config/config.js';
import { readsFile } from '../config/read-paths.js';
import { addTo } from '../foundation/add-to.js';
import { valueChanges } from '../foundation/value-changes.js';
import { textAt } from '../foundation/values.js';
import type { Document } from '../manifest/document.js';
import type { FoundEnvironment, UnitDocument } from '../units/unit.js';
import type {
  ChangedFile,
  ChangedKey,
  ChangedObject,
  ChangedPart,
  ChangedRendering,
} from './changed-part.js';
import type { FileFacts } from './file-facts.js';

/** A state of the files. */
export interface FileState {
  config: Config;
  files: ReadonlyMap<string, FileFacts>;
  /** Whether a file takes part in what was rendered: then only the result counts. */
  isRendered: (file: string) => boolean;
  environments: readonly FoundEnvironment[];
}

/** Keys of the configuration on which predictions depend. */
const predicting = [
  'profile',
  'rootNamespace',
  'controlPlane',
  'meshConfig',
  'namespace',
  'clusterDomain',
  'environments',
  'clusters',
  'workloads',
  'clients',
  'scenarios',
  'frontDoor',
] as const satisfies readonly (keyof Config)[];

/** What of these says how a cluster is reached; it changes no prediction, and a path may be that of a temporary folder. */
const reaching = new Set(['kubeconfig', 'context', 'ingress', 'expect']);

/** Takes the change from one state to another apart: objects, files, and keys of the configuration. The order is that of their names. */
export function changedParts(before: FileState, after: FileState): ChangedPart[] {
  const paths = changedPaths(before, after);
  const elsewhere = new Set(paths.flatMap(({ files }) => [...files.keys()]));
  const names = [...new Set([...before.files.keys(), ...after.files.keys()])]
    .filter((file) => !elsewhere.has(file) && !before.isRendered(file) && !after.isRendered(file))
    .sort();
  const pairs = names.flatMap((file): FilePair[] => {
    const [old, current] = [before.files.get(file), after.files.get(file)];
    return old && current && old.text === current.text ? [] : [{ file, old, current }];
  });
  const whole = pairs.filter(changesAsWhole);
  const others = pairs.filter((pair) => !changesAsWhole(pair));
  return [
    ...changedObjects(others),
    ...changedRenderings(before.environments, after.environments),
    ...whole.map(({ file, old, current }): ChangedFile => ({
      type: 'file',
      file,
      before: old,
      after: current,
    })),
    ...changedKeys(before.config, after.config),
    ...paths,
  ];
}

interface FilePair {
  file: string;
  old: FileFacts | undefined;
  current: FileFacts | undefined;
}

/** What cannot be read, or has no documents, has nothing that could be undone alone. */
function changesAsWhole({ old, current }: FilePair): boolean {
  const hasProblems = [old, current].some((facts) => (facts?.problems.length ?? 0) > 0);
  const count = [old, current].flatMap((facts) => (facts ? documentsOf(facts) : [])).length;
  return hasProblems || count === 0;
}

/** Every document of a file that is known. */
export function documentsOf({ documents, others }: FileFacts): Document[] {
  return [...documents, ...others];
}

function changedObjects(pairs: readonly FilePair[]): ChangedObject[] {
  const changed: ChangedObject[] = [];
  const [gone, come] = [new Map<string, Document[]>(), new Map<string, Document[]>()];
  for (const { old, current } of pairs) {
    const [left, right] = [numbered(old), numbered(current)];
    for (const [key, document] of left) {
      const partner = right.get(key);
      if (!partner) addTo(gone, objectKey(document), document);
      else if (differs(document, partner)) changed.push(changedObject(document, partner));
    }
    for (const [key, document] of right) {
      if (!left.has(key)) addTo(come, objectKey(document), document);
    }
  }
  for (const [key, documents] of come) {
    const partners = gone.get(key) ?? [];
    // Where several have the name, nothing says which of them has moved.
    const isMoved = documents.length === 1 && partners.length === 1 && hasName(documents[0]);
    if (isMoved) gone.delete(key);
    for (const document of documents) {
      changed.push(changedObject(isMoved ? partners[0] : undefined, document));
    }
  }
  for (const document of [...gone.values()].flat()) {
    changed.push(changedObject(document, undefined));
  }
  const fileOf = ({ before, after }: ChangedObject) => (after ?? before)?.file ?? '';
  const lineOf = ({ before, after }: ChangedObject) => (after ?? before)?.locate([]).line ?? 0;
  return changed
    .map((one) => ({ one, file: fileOf(one), line: lineOf(one) }))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
    .map(({ one }) => one);
}

function changedObject(before: Document | undefined, after: Document | undefined): ChangedObject {
  const differences = before && after ? valueChanges(before.value, after.value) : [];
  return { type: 'object', before, after, differences };
}

function differs(before: Document, after: Document): boolean {
  return JSON.stringify(before.value) !== JSON.stringify(after.value);
}

/** The documents of a file by what they are and how often it was there already. */
function numbered(facts: FileFacts | undefined): Map<string, Document> {
  const counts = new Map<string, number>();
  const all = facts ? documentsOf(facts) : [];
  return new Map(
    all.map((document) => {
      const key = objectKey(document);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return [`${key} ${count}`, document] as const;
    }),
  );
}

function objectKey({ value }: Document): string {
  return JSON.stringify([
    textAt(value, 'apiVersion')?.split('/').at(-2),
    textAt(value, 'kind'),
    textAt(value, 'metadata', 'namespace'),
    textAt(value, 'metadata', 'name'),
  ]);
}

function hasName(document: Document | undefined): boolean {
  return textAt(document?.value, 'metadata', 'name') !== undefined;
}

/** The objects of rendered units, each once for every place that it has. */
function changedRenderings(
  before: readonly FoundEnvironment[],
  after: readonly FoundEnvironment[],
): ChangedRendering[] {
  const [old, current] = [placedByKey(before), placedByKey(after)];
  return [...new Set([...current.keys(), ...old.keys()])].flatMap((key): ChangedRendering[] => {
    const [left, right] = [old.get(key), current.get(key)];
    const environment = (right ?? left)?.environment ?? null;
    const differences =
      left && right ? valueChanges(left.placed.document.value, right.placed.document.value) : [];
    if (left && right && differences.length === 0) return [];
    return [
      { type: 'rendering', environment, before: left?.placed, after: right?.placed, differences },
    ];
  });
}

function placedByKey(environments: readonly FoundEnvironment[]) {
  const found = new Map<string, { environment: string | null; placed: UnitDocument }>();
  for (const { name, documents } of environments) {
    for (const placed of documents) {
      if (placed.unit.renderedBy) found.set(placedKey(name, placed), { environment: name, placed });
    }
  }
  return found;
}

/** What a placed document is, and where. */
export function placedKey(
  environment: string | null,
  { document, unit, cluster, namespace }: UnitDocument,
): string {
  return JSON.stringify([environment, unit.id, cluster, namespace, objectKey(document)]);
}

function changedKeys(before: Config, after: Config): ChangedKey[] {
  return predicting.flatMap((key): ChangedKey[] => {
    const all = valueChanges({ [key]: before[key] }, { [key]: after[key] });
    const positions = all.flatMap(({ path }, index) =>
      path.some((part) => reaching.has(String(part))) ? [] : [index],
    );
    const differences = positions.flatMap((index) => all[index] ?? []);
    if (differences.length === 0) return [];
    return [{ type: 'key', key, before, after, differences, positions }];
  });
}

/** Files that one of the configurations reads and the other one does not. */
function changedPaths(before: FileState, after: FileState) {
  const [old, current] = [before.config, after.config];
  const isSame =
    JSON.stringify([old.paths, old.exclude]) === JSON.stringify([current.paths, current.exclude]);
  if (isSame) return [];
  const [didRead, reads] = [readsFile(old), readsFile(current)];
  const files = new Map<string, { before: FileFacts | undefined; after: FileFacts | undefined }>();
  for (const [file, facts] of before.files) {
    if (!after.files.has(file) && !reads(file))
      files.set(file, { before: facts, after: undefined });
  }
  for (const [file, facts] of after.files) {
    if (!before.files.has(file) && !didRead(file)) {
      files.set(file, { before: undefined, after: facts });
    }
  }
  return files.size === 0 ? [] : [{ type: 'paths' as const, before: old, after: current, files }];
}
