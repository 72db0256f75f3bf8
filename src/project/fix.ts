import type { Finding, Fix } from '../foundation/finding.js';
import { withFixes } from '../lint/plan-edits.js';
import { parseManifest } from '../manifest/parse.js';
import type { Project } from './project.js';

/** A file with its fixes made. */
export interface FixedFile {
  file: string;
  before: string;
  after: string;
}

export interface Fixed {
  /** What is left once the fixes are made. */
  after: Project;
  files: FixedFile[];
  /** Fixes that were made. */
  made: number;
}

export interface FixChoices {
  /** The findings that are to be fixed; default: all. */
  choose?: (project: Project) => readonly Finding[];
  /** Whether a file may be changed; default: every file. */
  mayChange?: (file: string) => boolean;
}

/** One fix may lead to the next one; more rounds than this mean that two of them undo each other. */
const mostRounds = 20;

/** Makes every fix that there is, in memory. */
export function fix(
  before: Project,
  { choose = (project) => project.lint().findings, mayChange = () => true }: FixChoices = {},
): Fixed {
  /** How many fixes a file takes in one round; fewer where together they made a text that cannot be read. */
  const most = new Map<string, number>();
  const texts = new Map<string, string>();
  let after = before;
  let made = 0;
  for (let round = 0; round < mostRounds; round++) {
    const planned = plan(after, choose(after), most, mayChange);
    if (planned.made === 0) break;
    const { manifests } = after;
    const wrong = [...planned.texts].filter(
      ([file, text]) => !isSound(file, manifests.text(file) ?? '', text),
    );
    for (const [file] of wrong) most.set(file, most.has(file) ? 0 : 1);
    if (wrong.length) continue;
    made += planned.made;
    for (const [file, text] of planned.texts) texts.set(file, text);
    after = after.withFiles(planned.texts);
  }
  const files = [...texts].map(([file, text]) => {
    return { file, before: before.manifests.text(file) ?? '', after: text };
  });
  return { after, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)), made };
}

/** The fixes of one round. What an object is refused for comes first: the rest may follow from it. */
function plan(
  { manifests }: Project,
  findings: readonly Finding[],
  most: ReadonlyMap<string, number>,
  mayChange: (file: string) => boolean,
): ReturnType<typeof withFixes> {
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
    if (!one.edits.every((edit) => mayChange(edit.file))) continue;
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
