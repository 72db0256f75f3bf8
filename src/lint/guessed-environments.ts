import { addTo } from '../foundation/add-to.js';
import type { Finding } from '../foundation/finding.js';
import { placeKey } from './distinct.js';

/** An environment, as far as its files count. */
interface EnvironmentFiles {
  name: string | null;
  documents: readonly { document: { file: string } }[];
}

/**
 * Makes warnings of the errors at what several environments have in common, where it is a guess that they do: folders of a
 * collection hold the same objects, but are no stages of one deployment. An error that each of them has stays one.
 */
export function withoutGuessedErrors(
  findings: readonly Finding[],
  environments: readonly EnvironmentFiles[],
): Finding[] {
  const holders = new Map<string, Set<string | null>>();
  for (const { name, documents } of environments) {
    for (const file of new Set(documents.map(({ document }) => document.file))) {
      holders.set(file, (holders.get(file) ?? new Set()).add(name));
    }
  }
  const concerned = new Map<string, (string | null)[]>();
  for (const finding of findings) addTo(concerned, placeKey(finding), finding.environment);
  return findings.map((finding) => {
    const count = new Set(concerned.get(placeKey(finding))).size;
    const isEverywhere = count >= (holders.get(finding.file)?.size ?? 0);
    return finding.severity !== 'error' || isEverywhere
      ? finding
      : {
          ...finding,
          severity: 'warning',
          message: `${finding.message} That is so together with ${finding.environment ?? ''} only, which may be deployed without it.`,
        };
  });
}
