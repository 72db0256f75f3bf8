// @ts-check
import { join } from 'node:path';
import ts from 'typescript';

/** @typedef {{ file: string, start: number, end: number, text: string }} Mutant */

const root = process.cwd();

/** @type {{ service: ts.LanguageService, change: (mutant: Mutant | undefined) => void } | undefined} */
let checker;

/**
 * Whether the type check refuses a mutant.
 *
 * @param {Mutant} mutant
 */
export function isRefusedByTypes(mutant) {
  checker ??= makeChecker();
  checker.change(mutant);
  const { service } = checker;
  const problems = [
    ...service.getSyntacticDiagnostics(mutant.file),
    ...service.getSemanticDiagnostics(mutant.file),
  ];
  // What is unused is no mistake.
  return problems.some(
    ({ category, code }) =>
      category === ts.DiagnosticCategory.Error && ![6133, 6192, 6196, 6198].includes(code),
  );
}

function makeChecker() {
  const config = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  /** @type {Set<string>} */
  const files = new Set();
  let version = 0;
  /** @type {Mutant | undefined} */
  let now;
  const isNow = (/** @type {string} */ name) =>
    now !== undefined && join(root, now.file) === join(root, name.replace(`${root}/`, ''));
  const textOf = (/** @type {string} */ name) => {
    const text = ts.sys.readFile(name);
    if (text === undefined || now === undefined || !isNow(name)) return text;
    return text.slice(0, now.start) + now.text + text.slice(now.end);
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files],
    getScriptVersion: (name) => (isNow(name) ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      const text = textOf(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return {
    service,
    change: (/** @type {Mutant | undefined} */ mutant) => {
      now = mutant;
      if (mutant) files.add(mutant.file);
      version += 1;
    },
  };
}
