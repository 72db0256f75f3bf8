import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { parseManifest } from '../manifest/parse.js';
import type { Finding, Fix } from '../foundation/finding.js';
import { inspect, type InspectOptions, type Inspection } from './inspect.js';
import { withFixes } from './plan-edits.js';

/** A file with its fixes made. */
export interface FixedFile {
  file: string;
  before: string;
  after: string;
}

export interface Fixed {
  /** As it was, and what is left once the fixes are made. */
  before: Inspection;
  after: Inspection;
  files: FixedFile[];
  /** Fixes that were made. */
  made: number;
}

/** One fix may lead to the next one; more rounds than this mean that two of them undo each other. */
const MOST_ROUNDS = 20;

/**
 * Makes every fix that there is, in memory: nothing is written. Only files that stand in the working folder
 * themselves are changed.
 *
 * @param choose The findings that are to be fixed; default: all.
 * @throws UserError for standard input, which cannot be changed.
 */
export async function fix(
  options: InspectOptions,
  choose: (inspection: Inspection) => readonly Finding[] = ({ result }) => result.findings,
): Promise<Fixed> {
  if (options.paths.includes('-')) {
    throw new UserError('--fix cannot change standard input; name a file or a folder');
  }
  const before = await inspect(options);
  const isOurs = writableIn(options.cwd);
  /** How many fixes a file takes in one round; fewer where together they made a text that cannot be read. */
  const most = new Map<string, number>();
  const texts = new Map<string, string>();
  let after = before;
  let made = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const planned = await plan(after, choose(after), most, isOurs);
    if (planned.made === 0) break;
    const { manifests } = after;
    const wrong = [...planned.texts].filter(
      ([file, text]) => !isSound(file, manifests.text(file) ?? '', text),
    );
    for (const [file] of wrong) most.set(file, most.has(file) ? 0 : 1);
    if (wrong.length) continue;
    made += planned.made;
    for (const [file, text] of planned.texts) texts.set(file, text);
    after = await inspect({ ...options, replaced: texts });
  }
  const files = [...texts].map(([file, text]) => {
    return { file, before: before.manifests.text(file) ?? '', after: text };
  });
  return { before, after, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), made };
}

/** The fixes of one round. What an object is refused for comes first: the rest may follow from it. */
async function plan(
  { manifests }: Inspection,
  findings: readonly Finding[],
  most: ReadonlyMap<string, number>,
  isAllowed: (file: string) => Promise<boolean>,
): Promise<ReturnType<typeof withFixes>> {
  const all = findings.filter(({ fix: one }) => one !== undefined);
  const refused = new Set(
    all.filter(({ category }) => category === 'admission').map(({ file }) => file),
  );
  const fixes: Fix[] = [];
  const counts = new Map<string, number>();
  for (const { fix: one, file, category } of all) {
    const count = counts.get(file) ?? 0;
    if (!one || (refused.has(file) && category !== 'admission')) continue;
    if (count >= (most.get(file) ?? Infinity)) continue;
    const allowed = await Promise.all(one.edits.map((edit) => isAllowed(edit.file)));
    if (!allowed.every(Boolean)) continue;
    fixes.push(one);
    counts.set(file, count + 1);
  }
  return withFixes(fixes, (file) => manifests.text(file));
}

/** The fixed text is read as well as the one before it: as many documents, and no more problems. */
function isSound(file: string, before: string, after: string): boolean {
  const [old, fixed] = [before, after].map((text) => parseManifest({ file, text, named: true }));
  return (
    old !== undefined &&
    fixed !== undefined &&
    fixed.documents.length === old.documents.length &&
    fixed.problems.length <= old.problems.length
  );
}

/** Whether a file stands in the folder itself: not outside, and behind no symbolic link. */
function writableIn(cwd: string): (file: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  const find = async (file: string) => {
    const folder = await realpath(cwd);
    const path = join(folder, file);
    if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return false;
    return realpath(path).then(
      (real) => real === path,
      () => false,
    );
  };
  return (file) => {
    const answer = known.get(file) ?? find(file);
    known.set(file, answer);
    return answer;
  };
}
