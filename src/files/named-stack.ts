import { readFileSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Which module each part of a file of the bundle comes from: pairs of the first character and a number in `names`. */
interface ModuleTable {
  names: string[];
  files: Record<string, number[]>;
}

/**
 * The stack of an error for a report. A bundle is one long line, so that its places say nothing: they are followed by the module that they
 * are in, from the table that lies beside the bundle. Anything that cannot be read leaves the stack as it is.
 */
export function namedStack(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  try {
    return stack.replace(
      /(file:\/\/[^\s():]+|\/[^\s():]+\.m?js):(\d+):(\d+)/g,
      (place, file, line, column) => {
        const name = moduleAt(String(file), Number(line), Number(column));
        return name === undefined ? place : `${place} = src/${name}.ts`;
      },
    );
  } catch {
    return stack;
  }
}

function moduleAt(file: string, line: number, column: number): string | undefined {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const table = readTable(join(dirname(path), 'modules.json'));
  const parts = table?.files[basename(path)];
  if (!table || !parts) return undefined;
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, line - 1);
  const at = lines.reduce((total, one) => total + one.length + 1, 0) + column - 1;
  let name: string | undefined;
  for (let index = 0; index < parts.length && (parts[index] ?? 0) <= at; index += 2) {
    name = table.names[parts[index + 1] ?? -1];
  }
  return name === '' ? undefined : name;
}

/** Undefined where there is none, as when the program is not bundled. */
function readTable(path: string): ModuleTable | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ModuleTable;
  } catch {
    return undefined;
  }
}
