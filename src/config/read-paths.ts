import type { Config } from './config.js';
import { pathMatcher } from './path-matcher.js';

/** The files, folders and globs that a configuration names for reading; relative to the working folder. */
export function pathsOf({ paths, clusters = [] }: Config): string[] {
  return [...new Set([...paths, ...clusters.flatMap((cluster) => cluster.paths ?? [])])];
}

/** Whether a configuration has a file read: one of its paths leads there, and nothing excludes it. */
export function readsFile(config: Config): (file: string) => boolean {
  const read = pathsOf(config).map(pathMatcher);
  const excluded = config.exclude.map(pathMatcher);
  return (file) =>
    read.some((matches) => matches(file)) && !excluded.some((matches) => matches(file));
}
