import { realpathSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';

/** Why nothing is written there. */
export const awayByLink =
  'a symbolic link leads out of the working folder, so nothing is written there; remove the link, or name its target itself';

/**
 * Whether a name in a folder stands for something elsewhere, by a symbolic link of the folder: outside of it, or in `.git`. Who named it
 * in a workflow does not know that a pull request made a link of it, or of a folder above it. A name that says itself that it is
 * outside is meant so.
 *
 * @param path Absolute; it need not be there.
 * @param folder Absolute.
 */
export function leadsAway(path: string, folder: string): boolean {
  const named = relative(folder, path).split(sep);
  if (named[0] === '..' || path === folder) return false;
  const real = relative(realpathSync.native(folder), realPathOf(path)).split(sep);
  return real[0] === '..' || (real.includes('.git') && !named.includes('.git'));
}

/** As far as it is there. */
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : realPathOf(above);
  }
}
