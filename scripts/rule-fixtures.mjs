// The manifests in __tests__/fixtures/rules/<rule>/{good,bad}, for the tests and for the rules' pages.
//
// A file is one case; a folder is one case of several files, with an optional mesh-failover.yaml among them.
// A line says which findings begin on it:
//
//     maxEjectionPercent: 10 # expect: max-ejection-percent-100 @ "10"
//
// RULE[=SEVERITY] @ "TEXT"[#N], several separated by `; `. TEXT is what is underlined on that line, as a JSON
// string, with `…` at its end if the underlined part goes on below; #N means its Nth occurrence on the line.
// SEVERITY is there if it is not the rule's own. On a line of its own the comment is for the next line. The
// comments are taken out before anybody reads the manifest.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Expectation
 * @property {string} file
 * @property {number} line
 * @property {string} rule
 * @property {string | undefined} severity
 * @property {string} text
 * @property {number} occurrence from 1
 */

/**
 * @typedef {object} FixtureCase
 * @property {string} rule
 * @property {'good' | 'bad'} verdict
 * @property {string} name
 * @property {{ file: string, text: string }[]} files without the comments
 * @property {Expectation[]} expectations
 */

const fixtures = new URL('../__tests__/fixtures/rules/', import.meta.url);
const verdicts = /** @type {const} */ (['good', 'bad']);

/** @returns {string[]} the rules that have a folder */
export function fixtureRules() {
  return namesIn(fixtures);
}

/**
 * The cases of a rule, in the order of their names; the first of each verdict is shown on its page.
 *
 * @param {string} rule
 * @returns {FixtureCase[]}
 */
export function fixtureCases(rule) {
  return verdicts.flatMap((verdict) => {
    const folder = new URL(`${rule}/${verdict}/`, fixtures);
    return namesIn(folder).map((name) => {
      const read = filesOf(folder, name).map(([file, text]) => readExpectations(file, text));
      return {
        rule,
        verdict,
        name,
        files: read.map(({ file, text }) => ({ file, text })),
        expectations: read.flatMap(({ expectations }) => expectations),
      };
    });
  });
}

/**
 * Takes the expectations out of a manifest.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ file: string, text: string, expectations: Expectation[] }}
 */
export function readExpectations(file, text) {
  /** @type {string[]} */
  const lines = [];
  /** @type {Expectation[]} */
  const expectations = [];
  for (const original of text.split('\n')) {
    const [, line = '', list] = /^(.*?)\s*# expect: (.*)$/.exec(original) ?? [];
    if (list === undefined) {
      lines.push(original);
      continue;
    }
    const isAlone = line.trim() === '';
    if (!isAlone) lines.push(line);
    // Alone, it is for the line that is pushed next.
    const number = isAlone ? lines.length + 1 : lines.length;
    for (const one of list.split('; ')) {
      const match = /^([\w-]+)(?:=(\w+))? @ ("(?:[^"\\]|\\.)*")(?:#(\d+))?$/.exec(one.trim());
      if (!match) throw new Error(`${file}:${number}: what does "${one}" expect?`);
      const [, rule = '', severity, quoted = '', occurrence = '1'] = match;
      const expected = { rule, severity, text: JSON.parse(quoted), occurrence: Number(occurrence) };
      expectations.push({ file, line: number, ...expected });
    }
  }
  return { file, text: lines.join('\n'), expectations };
}

/**
 * The files of a case, by their paths in it.
 *
 * @param {URL} folder
 * @param {string} name
 * @returns {[string, string][]}
 */
function filesOf(folder, name) {
  if (name.includes('.')) return [[name, readFileSync(new URL(name, folder), 'utf8')]];
  const own = new URL(`${name}/`, folder);
  return readdirSync(own, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`)
    .map((path) => path.slice(decodeURIComponent(own.pathname).length).replace(/^\/+/, ''))
    .sort()
    .map((path) => [path, readFileSync(new URL(path, own), 'utf8')]);
}

/** @param {URL} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
