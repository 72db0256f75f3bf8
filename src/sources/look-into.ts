import { groupOf, routingGroups } from '../api/kinds.js';
import { isManifestName } from '../units/folder-names.js';
import type { Dirent } from 'node:fs';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { parseManifest } from '../manifest/parse.js';
import type { PassedOverReason } from '../foundation/finding.js';
import { mentionsRouting } from '../units/identity.js';
import { textAt } from '../foundation/values.js';
import type { PassedOverPlace } from './passed-over.js';
import { readTextFile } from './read-file.js';
import { compare, isPathWithin } from './walk.js';

/** What a look may cost. */
export interface LookBudget {
  /** Files and folders. */
  entries: number;
  bytes: number;
}

/** Enough for the dot folders of any repository, and a fraction of a second. */
export const lookBudget: LookBudget = { entries: 10_000, bytes: 32 * 1024 * 1024 };

export interface LookOptions {
  /** Real paths that links may lead into. */
  within: readonly string[];
  /** Real paths of the files that are read, because another path leads there. */
  read: ReadonlySet<string>;
  budget?: LookBudget;
}

/** The files in places that are passed over which hold an object that says how requests are routed. */
export interface Look {
  found: { path: string; reason: PassedOverReason }[];
  /** The budget was not enough for everything. */
  isCut: boolean;
}

/** What is most likely to be applied comes first; folders of packages are the largest. */
const order: readonly PassedOverReason[] = [
  'dot-folder',
  'git-ignored',
  'excluded',
  'node_modules',
];

const noFiles: ReadonlySet<string> = new Set();

/**
 * Looks through files that are not read, by the names that `kubectl apply --recursive` sends. Reads no more than the budget
 * says; links to folders are not followed, as kubectl does not follow them.
 */
export function lookInto(
  places: readonly PassedOverPlace[],
  { within, read, budget = lookBudget }: LookOptions,
): Look {
  const left = { ...budget };
  const look: Look = { found: [], isCut: false };
  const seen = new Set<string>();
  const sorted = places.toSorted(
    (a, b) => order.indexOf(a.reason) - order.indexOf(b.reason) || compare(a.path, b.path),
  );
  for (const { path, isFolder, reason } of sorted) {
    for (const file of isFolder ? filesBelow(path, left) : [path]) {
      if (!isManifestName(file) || seen.has(file)) continue;
      seen.add(file);
      if (left.entries <= 0 || left.bytes <= 0) {
        look.isCut = true;
        return look;
      }
      left.entries -= 1;
      const held = holdsObject(file, left, {
        within,
        read: reason === 'excluded' ? noFiles : read,
      });
      if (held === undefined) look.isCut = true;
      else if (held) look.found.push({ path: file, reason });
    }
    if (left.entries <= 0) look.isCut = true;
  }
  return look;
}

/** The files below a folder, in the order of their names; ends where the budget does. */
function* filesBelow(root: string, left: LookBudget): Generator<string> {
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      continue;
    }
    const folders: string[] = [];
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      if (left.entries <= 0) return;
      const path = folder + sep + entry.name;
      if (!entry.isDirectory()) yield path;
      else if (entry.name !== '.git') {
        left.entries -= 1;
        folders.push(path);
      }
    }
    waiting.push(...folders.reverse());
  }
}

/** Undefined: it is larger than what is left of the budget. */
function holdsObject(
  path: string,
  left: LookBudget,
  { within, read }: Pick<LookOptions, 'within' | 'read'>,
): boolean | undefined {
  let realPath: string;
  try {
    realPath = realpathSync.native(path);
    const stats = statSync(realPath);
    if (!stats.isFile() || !within.some((root) => isPathWithin(realPath, root))) return false;
    if (stats.size > left.bytes) return undefined;
    left.bytes -= stats.size;
  } catch {
    return false;
  }
  if (read.has(realPath)) return false;
  const file = readTextFile(realPath);
  if (!('text' in file)) return file.istio;
  // A name may be spelled with escapes, or be encoded.
  if (!/istio|gateway\.networking|[\\!]/.test(file.text)) return false;
  const { documents, problems } = parseManifest({ file: path, text: file.text, named: false });
  if (
    documents.some(({ value }) =>
      routingGroups.includes(groupOf(textAt(value, 'apiVersion') ?? '')),
    )
  )
    return true;
  return problems.length > 0 && mentionsRouting(file.text);
}
