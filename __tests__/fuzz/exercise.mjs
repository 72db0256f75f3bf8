/** Everything that `check` does with a case, and what must be true of the results. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { runCommandLine as run } from '../../build/src/cli/run.js';
import { defaultConfig } from '../../build/src/config/parse-config.js';
import { UserError } from '../../build/src/foundation/errors.js';
import { Project } from '../../build/src/project/project.js';
import { decodeText } from '../../build/src/sources/read-file.js';
import { basisOf } from '../../build/src/report/basis.js';
import { formats } from '../../build/src/report/formats.js';

/** The day by which ignores with an end are judged. */
const TODAY = new Date('2026-11-01');

/**
 * @param {import('./make-case.mjs').Case} made
 * @returns {Promise<string>} what became of it, to be counted
 * @throws Error where something is wrong
 */
export async function exercise(made) {
  try {
    return made.asCommand ? await asCommand(made) : inProcess(made);
  } catch (error) {
    // Such as a mesh configuration in the tree with a field of a wrong type: exit code 2, and the place.
    if (error instanceof UserError && /^[^:]+:\d+:\d+: /.test(error.message)) return 'refused';
    throw error;
  }
}

/** @param {import('./make-case.mjs').Case} made */
function inProcess({ files, config = defaultConfig, preset, format }) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const sources = files.flatMap(({ file, bytes }) => {
    const read = decodeText(bytes);
    if ('problem' in read) return [];
    texts.set(file, read.text);
    return [{ file, text: read.text, named: true }];
  });
  const project = Project.from({ config: { ...config, preset }, files: sources, now: TODAY });
  const { table, rows, lint: result } = project.check();
  const { manifests } = project;
  const lengths = new Map([...texts].map(([file, text]) => [file, lines(text)]));
  for (const finding of result.findings) checkFinding(finding, lengths.get(finding.file));
  for (const { prediction } of rows) checkPrediction(prediction);
  const results = {
    lint: result,
    predictions: table,
    basis: basisOf(project, TODAY),
    text: (/** @type {string} */ file) => texts.get(file),
  };
  let text = '';
  for (const piece of formats[format](results, { color: false, quiet: false })) {
    text += Buffer.from(piece).toString();
  }
  if (format === 'json' || format === 'sarif') JSON.parse(text);
  if (format === 'github') demand(hasOwnCommandsOnly(text), 'no commands but annotations');
  demand(!hasControls(text), `no control characters in ${format}`);
  if (texts.size < files.length) return 'that are no text';
  return manifests.problems.length ? 'unreadable in part' : 'read';
}

/**
 * The command line itself, in a folder of the case's own: `check`, then `lint --fix` until nothing changes, which is
 * the second time.
 *
 * @param {import('./make-case.mjs').Case} made
 */
async function asCommand({ files, preset }) {
  const cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-fuzz-'));
  try {
    for (const { file, bytes } of files) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), bytes);
    }
    const options = ['--preset', preset, '--allow-empty'];
    await command(cwd, ['check', ...options, '--depth', '2', '--zones']);
    await command(cwd, ['simulate', '--explain']);
    await command(cwd, ['lint', ...options, '--fix']);
    const fixed = files.map(({ file }) => readFileSync(join(cwd, file)));
    await command(cwd, ['lint', ...options, '--fix']);
    const again = files.map(({ file }) => readFileSync(join(cwd, file)));
    const same = fixed.every((bytes, index) => bytes.equals(again[index] ?? Buffer.of()));
    demand(same, 'that a second --fix changes nothing');
    return 'as a command';
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
async function command(cwd, args) {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const io = { cwd, env: {}, stdin: new PassThrough(), stdout, stderr, now: () => TODAY };
  const status = await run(args, io);
  if (![0, 1, 2].includes(status)) {
    throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.text}`);
  }
  demand(status !== 2 || stderr.text.length > 20, 'that an error says what is wrong');
  demand(!hasControls(stdout.text + stderr.text), 'no control characters in the output');
}

class Collector extends Writable {
  text = '';

  /**
   * @param {Buffer} chunk
   * @param {string} _encoding
   * @param {() => void} done
   */
  _write(chunk, _encoding, done) {
    this.text += chunk.toString();
    done();
  }
}

/**
 * @param {import('../../src/foundation/finding.js').Finding} finding
 * @param {number | undefined} length the lines of its file
 */
function checkFinding({ line, column, endLine, endColumn, message }, length) {
  const ordered = endLine > line || (endLine === line && endColumn >= column);
  demand(
    line >= 1 && column >= 1 && ordered,
    `a range, not ${line}:${column}-${endLine}:${endColumn}`,
  );
  demand(length === undefined || endLine <= length + 2, `a line of the file, not ${endLine}`);
  demand(message.length > 10, 'a message');
  demand(
    !/\[object |(?<!is )\bundefined\b|(?<!no )\bNaN\b/.test(message),
    `a message for people: ${message}`,
  );
}

/** @param {import('../../src/traffic/result.js').Prediction} prediction */
function checkPrediction({ split, unanswered, errors }) {
  if (unanswered === null || errors === null) return;
  const sum = split.reduce((total, { share }) => total + share, unanswered);
  demand(Math.abs(sum - 1) < 1e-6, `shares that sum to 1, not ${sum}`);
  demand(errors > unanswered - 1e-6 && errors < 1 + 1e-6, `errors between 0 and 1, not ${errors}`);
}

/** @param {string} text */
function lines(text) {
  return text.split(/\r\n|\n|\r/).length - 1;
}

/** @param {string} text */
function hasOwnCommandsOnly(text) {
  const commands = text.split('\n').filter((line) => line.trimStart().startsWith('::'));
  return commands.every((line) => /^::(error |warning |notice |group::|endgroup::)/.test(line));
}

/** @param {string} text */
function hasControls(text) {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/.test(text);
}

/**
 * @param {boolean} holds
 * @param {string} what
 */
function demand(holds, what) {
  if (!holds) throw new Error(`expected ${what}`);
}
