// @ts-check
/**
 * Measures this program against kubeconform and istioctl, on trees that it makes (`npm run bench`), prints a table and
 * writes it into docs/benchmarks.md, where each major version of Node has its table.
 *
 *     node bench/run.mjs [--runs N] [--small] [--no-peers] [--cli FILE] [--library FILE] [--out FILE]
 *
 * `--small` takes trees a hundredth of the size, to see that it runs; its figures mean nothing. The peers are built by the
 * test bench (Go and some minutes, the first time); `--no-peers` does without them. `--out -` writes no file.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median, pairs } from './measure.mjs';
import { changeOnePercent, istioTree, mixedTree, oneService, simulatedTree } from './trees.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    small: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    cli: { type: 'string', default: join(root, 'dist/cli/index.js') },
    library: { type: 'string', default: join(root, 'dist/index.js') },
    out: { type: 'string', default: join(root, 'docs/benchmarks.md') },
  },
});
const runs = Number(options.runs);
const cli = resolve(options.cli);
const size = options.small ? 0.01 : 1;
const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-bench-'));
/** A start takes so little that a few of them say nothing. */
const STARTS = 10;
/** @type {string[][]} */
const rows = [];
try {
  await measureAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = toTable([['work', 'here', 'beside', 'ratio', 'goal', 'peak memory'], ...rows]);
console.log(table);
if (options.out !== '-') writeResult(options.out, table);

async function measureAll() {
  const trees = {
    istio: join(folder, 'istio'),
    mixed: join(folder, 'mixed'),
    one: join(folder, 'one'),
    large: join(folder, 'large'),
    simulated: join(folder, 'simulated'),
  };
  istioTree(trees.istio, 5000 * size);
  mixedTree(trees.mixed, 2000 * size);
  oneService(trees.one);
  istioTree(trees.large, 50_000 * size);
  simulatedTree(trees.simulated, 5000 * size);
  const peers = options['no-peers'] ? undefined : builtPeers();

  const nothing = node(['-e', '0'], folder);
  const start = async (
    /** @type {string} */ work,
    /** @type {() => Promise<import('./measure.mjs').Figure>} */ first,
    /** @type {number} */ goal,
  ) => compare(work, first, '`node -e 0`', nothing, goal, runs * STARTS);
  await start('`--help`', ours(['--help'], folder), 1.3);
  await start('`lint` one service', ours(['lint', '.'], trees.one), 1.8);

  const lintIstio = ours(['lint', '.'], trees.istio);
  const lintMixed = ours(['lint', '.'], trees.mixed);
  if (peers) {
    const name = `kubeconform -n ${availableParallelism()}`;
    await compare('`lint` the Istio tree', lintIstio, name, conform(peers, trees.istio), 0.7);
    await compare('`lint` the mixed tree', lintMixed, name, conform(peers, trees.mixed), 0.3);
    const { istioctl } = peers;
    const validate = {
      program: istioctl,
      args: ['validate', '-f', '.'],
      cwd: trees.istio,
      exits: [0],
    };
    await compare('`lint` the Istio tree', lintIstio, 'istioctl validate', () => measure(validate));
    const args = ['analyze', '--use-kube=false', '.'];
    // Its exit says what it found.
    const analyze = { program: istioctl, args, cwd: trees.istio, exits: [0, 79] };
    await compare('`lint` the Istio tree', lintIstio, 'istioctl analyze', () => measure(analyze));
  }
  let round = 0;
  const again = () => {
    changeOnePercent(trees.istio, 5000 * size, ++round);
    return lintIstio();
  };
  await compare('`lint` again, 1 % changed', again, 'the first time', lintIstio, 0.3);
  incremental();
  await growth(trees.istio, trees.large);
  const simulate = (/** @type {string} */ format) =>
    ours(['simulate', '--depth', '2', '--format', format], trees.simulated);
  const work = '`simulate`: 6 localities, all single and double outages, 6 clients';
  await single(work, simulate('json'));
  await single('the same as text', simulate('text'));
}

/**
 * @param {string} work
 * @param {() => Promise<import('./measure.mjs').Figure>} first
 * @param {string} name
 * @param {() => Promise<import('./measure.mjs').Figure>} second
 * @param {number} [goal] of the ratio
 * @param {number} [times]
 */
async function compare(work, first, name, second, goal, times = runs) {
  const found = await pairs(times, first, second);
  add([
    work,
    inSeconds(found.first),
    `${name} ${inSeconds(found.second)}`,
    found.ratio.toFixed(2),
    goal === undefined ? '' : `≤ ${goal}${found.ratio <= goal ? '' : ': missed'}`,
    `${inMebibytes(found.firstMemory)}; ${inMebibytes(found.secondMemory)}`,
  ]);
}

/**
 * Tells at once what was measured: all of it takes minutes.
 *
 * @param {string[]} row
 */
function add(row) {
  rows.push(row);
  console.error(row.join(' | '));
}

/** The library, in one process: a project in which one file of many has changed. */
function incremental() {
  const found = Array.from({ length: runs }, () => {
    const script = join(root, 'bench/incremental.mjs');
    const args = [script, options.library, String(5000 * size)];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
    /** @type {{ first: number, again: number[] }} */
    const { first, again } = JSON.parse(output);
    return { first, again: median(again) };
  });
  const ratio = median(found.map(({ first, again }) => again / first));
  add([
    '`lint` of a `Project` after `withFile` of one file, in one process (CPU)',
    inSeconds(median(found.map(({ again }) => again)) / 1000),
    `the first time ${inSeconds(median(found.map(({ first }) => first)) / 1000)}`,
    ratio.toFixed(2),
    `≤ 0.3${ratio <= 0.3 ? '' : ': missed'}`,
    '',
  ]);
}

/**
 * @param {string} small
 * @param {string} large ten times as many documents
 */
async function growth(small, large) {
  const found = await pairs(1, ours(['lint', '.'], large), ours(['lint', '.'], small));
  const ratio = found.ratio / 10;
  add([
    `\`lint\` ${(150_000 * size).toLocaleString('en')} documents: time of each`,
    inSeconds(found.first),
    `${(15_000 * size).toLocaleString('en')}: ${inSeconds(found.second)}`,
    ratio.toFixed(2),
    `≤ 1.2${ratio <= 1.2 ? '' : ': missed'}; < 400 MiB${found.firstMemory < 400 ? '' : ': missed'}`,
    `${inMebibytes(found.firstMemory)}; ${inMebibytes(found.secondMemory)}`,
  ]);
}

/**
 * @param {string} work
 * @param {() => Promise<import('./measure.mjs').Figure>} command
 */
async function single(work, command) {
  const figures = [];
  for (let run = 0; run < runs; run++) figures.push(await command());
  const seconds = median(figures.map((figure) => figure.seconds));
  const mebibytes = median(figures.map((figure) => figure.mebibytes ?? NaN));
  const goal = `< 5 s${seconds < 5 ? '' : ': missed'}`;
  add([work, inSeconds(seconds), '', '', goal, inMebibytes(mebibytes)]);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function ours(args, cwd) {
  return node([cli, ...args], cwd);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function node(args, cwd) {
  return () => measure({ program: process.execPath, args, cwd, exits: [0] });
}

/**
 * kubeconform with the schemas of Istio's CRDs; it passes over what it has none for.
 *
 * @param {{ kubeconform: string }} peers
 * @param {string} cwd
 */
function conform({ kubeconform }, cwd) {
  const schemas = join(root, 'schemas/istio/{{.ResourceKind}}.json');
  const parallel = ['-n', String(availableParallelism())];
  const args = [...parallel, '-schema-location', schemas, '-ignore-missing-schemas', '.'];
  return () => measure({ program: kubeconform, args, cwd, exits: [0] });
}

/** @returns {{ kubeconform: string, istioctl: string }} where the test bench has built them */
function builtPeers() {
  const build = join(root, '__tests__/real/bench/build.mjs');
  const output = execFileSync(process.execPath, [build, 'kubeconform', 'istioctl'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @param {string} name */
  const find = (name) => {
    const path = output
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1];
    if (path === undefined) throw new Error(`${name} was not built:\n${output}`);
    return path;
  };
  return { kubeconform: find('kubeconform'), istioctl: find('istioctl') };
}

/** @param {number} seconds */
function inSeconds(seconds) {
  return `${seconds.toFixed(seconds < 1 ? 3 : 2)} s`;
}

/** @param {number} mebibytes */
function inMebibytes(mebibytes) {
  return Number.isNaN(mebibytes) ? 'unknown' : `${mebibytes.toFixed(0)} MiB`;
}

/** @param {string[][]} lines the head first */
function toTable([head = [], ...body]) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  /** @param {string[]} cells */
  const line = (cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/**
 * @param {string} file has the marks between which the result stands
 * @param {string} result
 */
function writeResult(file, result) {
  const [major] = process.versions.node.split('.');
  const marks = new RegExp(`(<!-- measured: Node ${major} -->\\n)[^]*?(\\n<!-- /measured -->)`);
  const page = readFileSync(file, 'utf8');
  if (!marks.test(page))
    throw new Error(`${file} has no place for Node ${major}; --out - prints it`);
  const day = new Date().toISOString().slice(0, 10);
  const machine =
    `${day}; ${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}; ${process.platform}. ` +
    `Medians of ${runs} ${runs === 1 ? 'run' : 'paired runs'}, of starts ${runs * STARTS}.`;
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    page.replace(marks, (_, start, end) => `${start}\n${machine}\n\n${result}\n${end}`),
  );
}
