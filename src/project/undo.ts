import { checkConfig } from '../config/check-config.js';
import type { Config } from '../config/config.js';
import { addTo } from '../foundation/add-to.js';
import { withUndone } from '../foundation/value-changes.js';
import type { Document } from '../manifest/document.js';
import { OverlaidDocument } from '../manifest/overlaid-document.js';
import type { UndoneParts } from '../traffic/row-causes.js';
import type { UnitDocument } from '../units/unit.js';
import type { ChangedKey, ChangedObject, ChangedPart, ChangedRendering } from './changed-part.js';
import { documentsOf, placedKey } from './changed-parts.js';
import type { FileFacts } from './file-facts.js';
import type { Project } from './project.js';

/** What is undone of a part: all of it, or some of its differences. */
type What = 'all' | ReadonlySet<number>;

/**
 * The project after a change, with some parts of the change undone; the rest of it stays.
 *
 * @returns Undefined where the configuration would be wrong without the parts.
 */
export function undo(
  project: Project,
  parts: readonly ChangedPart[],
  undone: UndoneParts,
): Project | undefined {
  const edits = new Edits(project.files);
  const original = project.config;
  let config = original;
  for (const [number, what] of undone) {
    const part = parts[number];
    switch (part?.type) {
      case 'object':
        edits.object(part, what);
        break;
      case 'file':
        edits.files.set(part.file, part.before);
        break;
      case 'paths':
        for (const [file, { before }] of part.files) edits.files.set(file, before);
        config = { ...config, paths: part.before.paths, exclude: part.before.exclude };
        break;
      case 'key':
        config = withKeyUndone(config, part, what);
        break;
      case 'rendering':
        edits.rendering(part, what);
        break;
      case undefined:
        break;
    }
  }
  if (config !== original && checkConfig(meshOf(config), []).length > 0) return undefined;
  return project.withParts({
    config: config === original ? undefined : config,
    files: edits.all(),
    placed: edits.placed,
  });
}

/** What of a configuration says what the mesh is. */
function meshOf({ clusters, workloads, clients, scenarios, environments }: Config) {
  return {
    workloads,
    scenarios,
    ...(clusters && { clusters }),
    ...(clients && { clients }),
    ...(environments && { environments }),
  };
}

function withKeyUndone(
  config: Config,
  { key, before, after, positions }: ChangedKey,
  what: What,
): Config {
  const isUndone = (index: number) => {
    const position = positions.indexOf(index);
    return position >= 0 && (what === 'all' || what.has(position));
  };
  const value = withUndone({ [key]: before[key] }, { [key]: after[key] }, isUndone);
  return { ...config, [key]: (value as Partial<Config>)[key] };
}

/** Changed files, made of the documents that were replaced, taken out and brought back. */
class Edits {
  readonly files = new Map<string, FileFacts | undefined>();
  /** By `placedKey`; undefined: it is taken out. */
  readonly placed = new Map<string, UnitDocument | undefined>();
  readonly #replaced = new Map<string, Map<Document, Document | undefined>>();
  readonly #added = new Map<string, Document[]>();
  readonly #before: ReadonlyMap<string, FileFacts>;

  constructor(before: ReadonlyMap<string, FileFacts>) {
    this.#before = before;
  }

  object({ before, after, differences }: ChangedObject, what: What): void {
    if (before && after && (what !== 'all' || before.file === after.file)) {
      this.#replace(after, overlaid(before, after, differences.length, what));
    } else {
      if (after) this.#replace(after, undefined);
      if (before) addTo(this.#added, before.file, before);
    }
  }

  rendering({ environment, before, after, differences }: ChangedRendering, what: What): void {
    const one = after ?? before;
    if (!one) return;
    const document =
      before && after && overlaid(before.document, after.document, differences.length, what);
    const placed = document ? { ...after, document } : before;
    this.placed.set(placedKey(environment, one), placed);
  }

  /** The files with all edits. */
  all(): ReadonlyMap<string, FileFacts | undefined> {
    for (const file of new Set([...this.#replaced.keys(), ...this.#added.keys()])) {
      this.files.set(file, this.#edited(file));
    }
    return this.files;
  }

  #replace(document: Document, other: Document | undefined): void {
    const own = this.#replaced.get(document.file) ?? new Map<Document, Document | undefined>();
    this.#replaced.set(document.file, own.set(document, other));
  }

  #edited(file: string): FileFacts | undefined {
    const facts = this.#before.get(file);
    const replaced = this.#replaced.get(file);
    const added = this.#added.get(file) ?? [];
    const kept = (documents: readonly Document[]) =>
      documents.flatMap((one) => (replaced?.has(one) ? (replaced.get(one) ?? []) : [one]));
    const base: FileFacts = facts ?? {
      ...{ file, named: false, text: '', documents: [], others: [], problems: [] },
      ...{ count: 0, skipped: 0 },
    };
    const edited = {
      ...base,
      text: base.text ?? '',
      documents: [...kept(base.documents), ...added],
      others: kept(base.others),
    };
    return documentsOf(edited).length === 0 && edited.problems.length === 0 ? undefined : edited;
  }
}

function overlaid(before: Document, after: Document, count: number, what: What): Document {
  const all = what === 'all' || what.size === count;
  const value = all
    ? before.value
    : withUndone(before.value, after.value, (index) => what.has(index));
  return new OverlaidDocument(after, value as Record<string, unknown>);
}
