import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { decodeText } from '../sources/read-file.js';
import {
  requestKey,
  type HelmRequest,
  type KustomizeRequest,
  type Rendering,
  type Renderings,
  type RenderRequest,
} from '../units/rendering/request.js';
import { helmArguments, kustomizeArguments, programEnvironment } from './arguments.js';
import { copyChart, type ChartNames } from './chart-files.js';
import { endWithUs } from './end-with-us.js';
import { copyKustomization } from './kustomize-files.js';
import { lastLines } from './last-lines.js';
import { defaultLimits, type RenderLimits } from './limits.js';
import { Programs, type FoundProgram } from './programs.js';
import { RenderRefusal } from './refusal.js';
import { runProgram } from './run-program.js';
import { WorkTree } from './work-tree.js';

export interface RenderOptions {
  /** The working folder, absolute; paths of requests count from it. */
  cwd: string;
  /** The root of the workspace, absolute: nothing outside of it is read. */
  root: string;
  /** Where programs are looked for (PATH); they get nothing of it. */
  env: NodeJS.ProcessEnv;
  limits?: Partial<RenderLimits>;
}

/**
 * Has kustomize and Helm render what is asked for, each in a copy of the files that it needs. What cannot be rendered says why;
 * nothing is thrown.
 */
export async function render(
  requests: readonly RenderRequest[],
  options: RenderOptions,
): Promise<Renderings> {
  const limits = { ...defaultLimits, ...options.limits };
  const programs = new Programs(options.env);
  const renderings = new Map<string, Rendering>();
  const end = performance.now() + limits.totalMilliseconds;
  const waiting = [...requests];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const left = end - performance.now();
      const milliseconds = Math.min(limits.milliseconds, left);
      const rendering =
        left > 0
          ? await renderOne(next, { ...options, programs, limits: { ...limits, milliseconds } })
          : { failure: 'all the units before it have taken the time that rendering may take' };
      renderings.set(requestKey(next), rendering);
    }
  };
  const workers = Math.min(availableParallelism(), 4, requests.length);
  await Promise.all(Array.from({ length: workers }, work));
  return renderings;
}

interface OneOptions extends Omit<RenderOptions, 'limits'> {
  programs: Programs;
  limits: RenderLimits;
}

async function renderOne(request: RenderRequest, options: OneOptions): Promise<Rendering> {
  const folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'mesh-failover-render-')));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = endWithUs(remove);
  try {
    const copy = join(folder, 'tree');
    for (const name of ['tree', 'home/bin', 'home/tmp'])
      mkdirSync(join(folder, name), { recursive: true });
    const tree = new WorkTree(options.root, copy, options.limits);
    const prepared =
      request.tool === 'kustomize'
        ? prepareKustomize(request, tree, options)
        : prepareHelm(request, tree, options);
    return await run(prepared, { folder, tree, request }, options);
  } catch (error) {
    if (error instanceof RenderRefusal) return { failure: error.message };
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { failure: `its files cannot be copied (${code})` };
  } finally {
    forget();
    remove();
  }
}

/** A program, with what it is to do. */
interface Prepared {
  program: FoundProgram;
  args: string[];
  /** In the copy. */
  cwd: string;
  names: ChartNames;
}

function prepareKustomize(
  { folder }: KustomizeRequest,
  tree: WorkTree,
  options: OneOptions,
): Prepared {
  const program = options.programs.kustomize();
  const path = fromRoot(folder, tree, options);
  copyKustomization(path, tree);
  const names = { templates: new Map<string, string>(), charts: new Map<string, string>() };
  return { program, args: kustomizeArguments(program), cwd: path, names };
}

function prepareHelm(request: HelmRequest, tree: WorkTree, options: OneOptions): Prepared {
  const program = options.programs.helm();
  const names = copyChart(fromRoot(request.chart, tree, options), 'chart', tree);
  const values = request.values.map((one, index) => {
    const to = `values-${index}.yaml`;
    if ('inline' in one) {
      tree.write(to, JSON.stringify(one.inline));
      return to;
    }
    const found = tree.find(fromRoot(one.file, tree, options));
    if (found?.type !== 'file') throw new RenderRefusal(`the values file ${one.file} is not there`);
    tree.copy(found, to);
    return to;
  });
  return { program, args: helmArguments(request, 'chart', values), cwd: '.', names };
}

/** A path of a request, from the root of the workspace. */
function fromRoot(path: string, { root }: WorkTree, { cwd }: OneOptions): string {
  const absolute = resolve(realpathSync.native(cwd), path);
  return relative(root, absolute).split(sep).join('/') || '.';
}

async function run(
  { program, args, cwd, names }: Prepared,
  { folder, tree, request }: { folder: string; tree: WorkTree; request: RenderRequest },
  options: OneOptions,
): Promise<Rendering> {
  const copy = join(folder, 'tree');
  const result = await runProgram(
    {
      ...{ program: program.path, args, cwd: join(copy, cwd) },
      env: programEnvironment(join(folder, 'home')),
    },
    options.limits,
  );
  const called =
    request.tool === 'kustomize' && program.name === 'kubectl' ? 'kubectl kustomize' : program.name;
  if ('failure' in result) {
    const lines = lastLines(result.errors, copy);
    return { failure: `${called} ${result.failure}${lines === '' ? '' : `: ${lines}`}` };
  }
  const read = decodeText(result.out);
  if (!('text' in read)) return { failure: `${called} wrote what is no text` };
  const shown = (path: string) => shownFrom(path, tree, options);
  const named = (all: ReadonlyMap<string, string>) =>
    new Map([...all].map(([name, path]) => [name, shown(path)]));
  return {
    text: read.text,
    files: new Map([...tree.texts].map(([path, text]) => [shown(path), text])),
    templates: named(names.templates),
    charts: named(names.charts),
  };
}

/** A path of the workspace, as it is called in output. */
function shownFrom(path: string, { root }: WorkTree, { cwd }: OneOptions): string {
  const below = relative(realpathSync.native(cwd), join(root, path));
  return below.split(sep).join('/') || '.';
}
