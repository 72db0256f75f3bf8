import type { FileChoice } from './gitops.js';
import { matchesWildcard } from './tree.js';

/** More alternatives of one glob than these match everything. */
const most = 100;

/**
 * The files that Argo CD takes from a folder, by their paths below it. Its globs are of `*`, `?` and `{a,b}`, and a `*` stands for
 * slashes too (argo-cd util/glob).
 */
export function chosenFiles({ include, exclude }: FileChoice): (path: string) => boolean {
  const included = include === undefined ? undefined : alternativesOf(include);
  const excluded = exclude === undefined ? undefined : alternativesOf(exclude);
  const isAmong = (globs: readonly string[], path: string) =>
    globs.some((glob) => matchesWildcard(path, glob));
  return (path) =>
    (included === undefined || isAmong(included, path)) &&
    (excluded === undefined || !isAmong(excluded, path));
}

/** `{a,b}.yaml` is `a.yaml` or `b.yaml`. Where there are too many, the glob matches everything. */
function alternativesOf(glob: string): string[] {
  let all = [''];
  for (let at = 0; at < glob.length;) {
    const end = glob[at] === '{' ? glob.indexOf('}', at) : -1;
    const parts = end === -1 ? [glob[at] ?? ''] : glob.slice(at + 1, end).split(',');
    if (all.length * parts.length > most) return ['*'];
    all = all.flatMap((start) => parts.map((part) => start + part));
    at = end === -1 ? at + 1 : end + 1;
  }
  return all;
}
