// @ts-check
/**
 * Says which module of ours each part of a bundle comes from, for the stack traces of internal errors. Marks are put into the code
 * before it is minified, and taken out of it again afterwards, when it is known where they are.
 */

/** What the minifier has to keep. */
export const marks = /^!module /;

const ours = /(?:^|\/)build\/src\/([\w/.-]+)\.js$/;

/**
 * @param {string} code as the bundler writes it
 * @param {Map<string, string>} names of modules by their numbers in it
 */
export function withMarks(code, names) {
  return (
    code
      // A module in a function of its own.
      .replace(/^\/\*\*\*\/ (?:"?)([\w./-]+)(?:"?):\n(\/\*\*\*\/ [^\n]*\{)$/gm, (all, id, head) => {
        return `/***/ ${id}:\n${head}${markOf(names.get(id) ?? '')}`;
      })
      // One that was put together with others.
      .replace(
        /^;\/\/ (?:CONCATENATED MODULE: )?(\S+)$/gm,
        (all, name) => `${all}\n${markOf(name)}`,
      )
  );
}

/** @param {string} name */
function markOf(name) {
  return `/*!module ${ours.exec(name)?.[1] ?? ''}*/`;
}

/**
 * @param {string} code with marks
 * @returns {{ code: string, parts: [from: number, module: string][] }} without them; from which character on which module, empty where it is none of ours
 */
export function withoutMarks(code) {
  /** @type {[number, string][]} */
  const parts = [];
  let plain = '';
  let from = 0;
  for (const { 0: mark, 1: name = '', index } of code.matchAll(/\/\*!module ([\w/.-]*)\*\/\n?/g)) {
    plain += code.slice(from, index);
    from = index + mark.length;
    if ((parts.at(-1)?.[1] ?? '') !== name) parts.push([plain.length, name]);
  }
  return { code: plain + code.slice(from), parts };
}

/**
 * The file that lies beside the bundle.
 *
 * @param {Map<string, [number, string][]>} parts by file
 */
export function moduleTable(parts) {
  const all = [...parts.values()].flat().map(([, name]) => name);
  const names = [...new Set(all)].sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const files = [...parts]
    .filter(([, own]) => own.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, own]) => [file, own.flatMap(([from, name]) => [from, index.get(name)])]);
  return `${JSON.stringify({ names, files: Object.fromEntries(files) })}\n`;
}
