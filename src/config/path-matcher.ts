import picomatch from 'picomatch';

/** Tells whether a file is meant by a path of the configuration; both relative to the working folder. */
export function pathMatcher(path: string): (file: string) => boolean {
  if (path === '.') return (file) => !file.startsWith('../');
  if (picomatch.scan(path).isGlob) return picomatch(path);
  // A folder names everything below it.
  return (file) => file === path || file.startsWith(`${path}/`);
}
