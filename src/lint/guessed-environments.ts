import { addTo } from '../foundation/add-to.js';
import type { Finding } from '../foundation/finding.js';
import { commonFolder, folderOf, partsOf } from '../foundation/paths.js';
import { rules } from '../rules/index.js';
import { placeKey } from './distinct.js';

const absences = new Set(rules.filter(({ absence }) => absence).map(({ name }) => name));

/** An environment, as far as its files count. */
interface EnvironmentFiles {
  name: string | null;
  documents: readonly { document: { file: string } }[];
}

/**
 * Makes warnings of the errors that hold only where a guess holds: folders of a collection have the same objects, but are no stages of
 * one deployment. That goes for errors at what several environments have in common, unless each of them has it, for objects that
 * get in each other's way from two folders of a collection, and for what one environment lacks and another one has.
 *
 * @param collections The folders whose alternatives are a guess. The one that holds the whole tree counts as one.
 * @param missingInAll What is missing where all environments are taken for one.
 */
export function withoutGuessedErrors(
  findings: readonly Finding[],
  environments: readonly EnvironmentFiles[],
  collections: readonly string[],
  missingInAll: () => readonly Finding[],
): Finding[] {
  const holders = new Map<string, Set<string | null>>();
  for (const { name, documents } of environments) {
    for (const file of new Set(documents.map(({ document }) => document.file))) {
      holders.set(file, (holders.get(file) ?? new Set()).add(name));
    }
  }
  const concerned = new Map<string, (string | null)[]>();
  for (const finding of findings) addTo(concerned, placeKey(finding), finding.environment);
  const apartIn = new Set([...collections, commonFolder([...holders.keys()].map(folderOf))]);
  let missing: Set<string> | undefined;
  const findMissing = () => {
    const errors = missingInAll().filter(({ severity }) => severity === 'error');
    return new Set(errors.map(placeKey));
  };
  const isElsewhere = (finding: Finding) =>
    absences.has(finding.rule) && !(missing ??= findMissing()).has(placeKey(finding));
  /** What the error depends on; undefined where it is sure. */
  const doubtOf = (finding: Finding): string | undefined => {
    const apart = otherFolder(finding, apartIn);
    if (apart !== undefined) return `That is so if ${apart} is deployed beside it.`;
    if (isElsewhere(finding)) {
      return 'What is missing is elsewhere in this repository: if it is deployed too, all is well.';
    }
    const count = new Set(concerned.get(placeKey(finding))).size;
    const isEverywhere = count >= (holders.get(finding.file)?.size ?? 0);
    return isEverywhere
      ? undefined
      : `That is so together with ${finding.environment ?? ''} only, which may be deployed without it.`;
  };
  return findings.map((finding) => {
    const doubt = finding.severity === 'error' ? doubtOf(finding) : undefined;
    return doubt === undefined
      ? finding
      : { ...finding, severity: 'warning', message: `${finding.message} ${doubt}` };
  });
}

/**
 * The folder with an object that takes part in a finding, where that and the finding's own are two folders of a collection: nothing
 * says that they are deployed together.
 */
function otherFolder(
  { file, related }: Finding,
  collections: ReadonlySet<string>,
): string | undefined {
  const own = folderOf(file);
  for (const { file: other } of related) {
    const shared = commonFolder([own, folderOf(other)]);
    const folder = folderBelow(other, shared);
    if (
      collections.has(shared) &&
      folder !== undefined &&
      folderBelow(file, shared) !== undefined
    ) {
      return folder;
    }
  }
  return undefined;
}

/** The folder right below another one that holds a file; undefined for files of the folder itself. */
function folderBelow(file: string, top: string): string | undefined {
  const parts = partsOf(folderOf(file));
  const depth = partsOf(top).length;
  return parts.length > depth ? parts.slice(0, depth + 1).join('/') : undefined;
}
