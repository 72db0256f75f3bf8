/** One name, one meaning: what is exported under one name by several modules of src is listed here, with the reason. */
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What each is, and why it keeps its name. */
const allowed: Record<string, string> = {
  rule: 'each rule is the one export of its file; the generated index gives them names',
  Project: 'the library wraps the inner class, and its users know it by that name',
  PredictResult: 'of the library, and of the simulator below it',
  validateDestinationRule: "istiod's webhook, and the CRD's generated schema",
  validateGateway: "istiod's webhook, and the CRD's generated schema",
  validateVirtualService: "istiod's webhook, and the CRD's generated schema",
};

function exportsOf(file: string): Set<string> {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const names = source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    }
    const { name } = statement as { name?: ts.Identifier };
    return name ? [name.text] : [];
  });
  return new Set(names);
}

test('no name is exported by two modules', () => {
  const modules = new Map<string, string[]>();
  for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const file = join(entry.parentPath, entry.name);
    for (const name of exportsOf(file)) modules.set(name, [...(modules.get(name) ?? []), file]);
  }
  const several = [...modules].filter(([, files]) => files.length > 1);
  const found = several.filter(([name]) => !Object.hasOwn(allowed, name));
  expect(found).toEqual([]);
  // What has one meaning by now is not to be listed any more.
  const names = new Set(several.map(([name]) => name));
  expect(Object.keys(allowed).filter((name) => !names.has(name))).toEqual([]);
});
