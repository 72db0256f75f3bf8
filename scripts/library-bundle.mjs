// @ts-check
/**
 * The library's part of dist/: the bundle, which runs in browsers and in Node, its types, and the licences of what it holds.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {string} root of the repository
 * @param {string} entry the compiled src/index.js
 * @returns {Promise<Map<string, string>>} texts by their names in dist/
 */
export async function libraryFiles(root, entry) {
  const { code, packages } = await libraryBundle(root, entry);
  return new Map([
    ['browser.js', code],
    // Nothing differs in Node, and a class that exists once is the same however it is imported.
    ['index.js', "export * from './browser.js';\n"],
    ['index.d.ts', await types(root)],
    ['licenses.txt', packages.map((name) => licence(root, name)).join('\n')],
  ]);
}

/**
 * One file without imports; a module of Node in it is an error.
 *
 * @param {string} root
 * @param {string} entry
 * @returns {Promise<{ code: string, packages: string[] }>} the bundle, and the packages in it
 */
export async function libraryBundle(root, entry) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: join(root, 'dist'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const packages = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return { code: outputFiles[0]?.text ?? '', packages: [...new Set(packages)].sort() };
}

/** @param {string} root */
async function types(root) {
  // Takes a second to load, which the tests' bundle need not wait for.
  const { generateDtsBundle } = await import('dts-bundle-generator');
  const [text = ''] = generateDtsBundle(
    [
      {
        filePath: join(root, 'src/index.ts'),
        output: { noBanner: true, exportReferencedTypes: false },
      },
    ],
    { preferredConfigPath: join(root, 'tsconfig.json') },
  );
  return text;
}

/**
 * @param {string} root
 * @param {string} name
 */
function licence(root, name) {
  const folder = join(root, 'node_modules', name);
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']
    .map((own) => join(folder, own))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${name} has no licence`);
  return `${name}\n${readFileSync(file, 'utf8').trim()}\n`;
}
