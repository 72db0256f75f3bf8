import picomatch from 'picomatch';

/** Tells whether a file is meant by a path of the configuration; both relative to the working folder. */
export function pathMatcher(path: string): (file: string) => boolean {
  if (path === '.') return (file) => !file.startsWith('../');
  if (picomatch.scan(path).isGlob) return picomatch(path);
  // A folder names everything below it.
  return (file) => file === path || file.startsWith(`${path}/`);
}

/** The part of a path of the configuration that has no wildcards; `.`: all of it has. */
export function fixedPart(path: string): string {
  const { isGlob, base } = picomatch.scan(path);
  return (isGlob ? base : path) || '.';
}
