// @ts-check
/**
 * Takes the operations that the Action uses out of GitHub's published OpenAPI description, for the tests: the package that
 * holds it takes 385 MB.
 *
 *     node scripts/extract-github-openapi.mjs     # writes __tests__/fixtures/github/openapi.json
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = '@octokit/openapi@23.0.2';
const FILE = 'package/generated/api.github.com.json';
const TARGET = '__tests__/fixtures/github/openapi.json';

/** Path and method of every operation in use. */
const operations = [
  ['/repos/{owner}/{repo}/issues/{issue_number}/comments', 'get'],
  ['/repos/{owner}/{repo}/issues/{issue_number}/comments', 'post'],
  ['/repos/{owner}/{repo}/issues/comments/{comment_id}', 'patch'],
  ['/repos/{owner}/{repo}/pulls/{pull_number}/comments', 'get'],
  ['/repos/{owner}/{repo}/pulls/{pull_number}/reviews', 'post'],
  ['/repos/{owner}/{repo}/deployments', 'post'],
  ['/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', 'post'],
];

/** What is prose, or of no use without it. */
const LEFT_OUT = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'x-github',
  'title',
]);

const folder = mkdtempSync(join(tmpdir(), 'github-openapi-'));
try {
  const options = { cwd: folder, encoding: /** @type {const} */ ('utf8') };
  const archive = execFileSync('npm', ['pack', PACKAGE, '--silent'], options).trim();
  execFileSync('tar', ['xzf', archive, FILE], options);
  const all = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  writeFileSync(TARGET, `${JSON.stringify(extract(all), null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {any} all */
function extract(all) {
  /** @type {Record<string, any>} */
  const paths = {};
  for (const [path = '', method = ''] of operations) {
    const operation = all.paths[path]?.[method];
    if (!operation) throw new Error(`${PACKAGE} has no ${method} ${path}`);
    const { parameters, requestBody, responses } = operation;
    const answers = Object.fromEntries(
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content }]) => [status, { content }]),
    );
    paths[path] = {
      ...paths[path],
      [method]: pruned({ parameters, requestBody, responses: answers }),
    };
  }
  return {
    source: PACKAGE,
    version: all.info.version,
    paths,
    components: componentsOf(all, paths),
  };
}

/**
 * Everything that is referred to, also by what is referred to.
 *
 * @param {any} all
 * @param {unknown} from
 */
function componentsOf(all, from) {
  /** @type {Record<string, Record<string, unknown>>} */
  const components = {};
  const waiting = [from];
  while (waiting.length > 0) {
    const text = JSON.stringify(waiting.pop());
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      const own = (components[kind] ??= {});
      if (name in own) continue;
      own[name] = pruned(all.components[kind][name]);
      waiting.push(own[name]);
    }
  }
  return components;
}

/**
 * @param {unknown} value
 * @param {boolean} [isNamed] keys are names of the API, not of the description
 * @returns {unknown}
 */
function pruned(value, isNamed = false) {
  if (Array.isArray(value)) return value.map((item) => pruned(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNamed || !LEFT_OUT.has(key))
      .map(([key, child]) => [key, pruned(child, !isNamed && key === 'properties')]),
  );
}
