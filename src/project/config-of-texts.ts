import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse-config.js';
import { rules } from '../rules/index.js';

/** The name of the configuration among a project's texts. */
export const configFile = 'mesh-failover.yaml';

/** Reads the configuration of a project that is nothing but texts; files that it names are among them. */
export function configOfTexts(text: string, texts: ReadonlyMap<string, string>): Config {
  return parseConfig({ file: configFile, text }, rules, {
    toWorkingPath: pathInside,
    toKubeconfigPath: (path) => path,
    textOf: (file) => {
      const found = texts.get(file);
      return found === undefined ? { problem: 'is not among the files' } : { text: found };
    },
  });
}

/** A path without `.` and `..`; undefined where it leads out of the folder. */
function pathInside(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/') || '.';
}
