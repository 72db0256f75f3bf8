// @ts-check
/**
 * Whether a tag may become a release: it is the version of package.json, and its commit is on main. Writes `major=vX` for the
 * workflow, with nothing behind it for a pre-release, whose major tag stays where it is.
 *
 *     node scripts/check-release.mjs v1.2.3
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const tag = process.argv[2] ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const [, major, preRelease] = /^v(\d+)\.\d+\.\d+(-[\w.-]+)?$/.exec(tag) ?? [];

if (major === undefined) fail(`"${tag}" is no version: a release is tagged vX.Y.Z`);
if (tag !== `v${version}`) fail(`the tag is ${tag}, but package.json says ${version}`);
const isOnMain = ['origin/main', 'main'].some((branch) => isAncestor('HEAD', branch));
if (!isOnMain) fail(`${tag} is not on main`);
console.log(`major=${preRelease === undefined ? `v${major}` : ''}`);

/**
 * @param {string} commit
 * @param {string} branch
 */
function isAncestor(commit, branch) {
  try {
    execFileSync('git', ['merge-base', '--is-ancestor', commit, branch], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
