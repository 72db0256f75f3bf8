import type { Config, Preset } from '../config/config.js';
import { pathsOf } from '../config/read-paths.js';
import { UserError } from '../foundation/errors.js';
import { plural } from '../foundation/plural.js';
import { Project } from '../project/project.js';
import { rules } from '../rules/index.js';
import { loadConfig, repositoryRoot } from '../sources/load-config.js';
import { repositoriesOf } from '../sources/repositories.js';
import { readSources, type Sources } from '../sources/read-sources.js';
import { whereElse } from './nothing-found.js';
import { optimizeSooner } from './optimize-sooner.js';

/** What to look at. */
export interface InspectOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** The configuration file; undefined: the nearest one, from the working folder upwards. */
  configFile?: string | undefined;
  /** Files, folders, globs, `-`; empty: the paths of the configuration. */
  paths: readonly string[];
  stdin?: NodeJS.ReadableStream | undefined;
  /** For git, and where programs that render are looked for; default: that of the process. */
  env?: NodeJS.ProcessEnv | undefined;
  /** No Istio manifest at all is allowed. */
  allowEmpty?: boolean;
  /** The day against which ignores with an end are checked; default: today. */
  now?: Date | undefined;
  /** For objects that neither name a namespace nor get one from their unit. */
  namespace?: string | undefined;
  /** The addresses of the repositories that the files are from; default: those that git's configuration names. */
  repositories?: readonly string[] | undefined;
  /** Globs of files to leave out, beside those of the configuration. */
  exclude?: readonly string[] | undefined;
  /** In place of what the configuration says. */
  decided?: Partial<Config> | undefined;
  /** In place of the configuration's preset. */
  preset?: Preset | undefined;
  /** Whether kustomizations and charts are rendered; default: as the configuration says. */
  render?: Config['render'] | undefined;
  /** The folder that what is rendered must be in, absolute; default: the root of the repository. */
  root?: string | undefined;
  /** What is read is to be sent to clusters. */
  isForClusters?: boolean | undefined;
}

/**
 * Reads the configuration and the manifests. The project evaluates them when it is asked.
 *
 * @throws UserError for a wrong configuration, a path that does not exist, and, unless `allowEmpty`, where
 *   there is no Istio manifest to check.
 */
export function inspect(options: InspectOptions): Promise<Project> {
  return inspectAgain(options, undefined);
}

/**
 * The same, with what an earlier look knows of files that are as they were.
 *
 * @param earlier What was read with the same options; undefined: nothing.
 * @throws UserError as `inspect`.
 */
export async function inspectAgain(
  options: InspectOptions,
  earlier: Project | undefined,
): Promise<Project> {
  const { cwd, configFile, stdin, allowEmpty = false, preset, now = new Date() } = options;
  optimizeSooner();
  const loaded = loadConfig({ cwd, rules, ...(configFile ? { file: configFile } : {}) });
  const render = options.render ?? loaded.render;
  const config = { ...loaded, render, ...(preset && { preset }), ...options.decided };
  const paths = options.paths.length ? options.paths : pathsOf(config);
  const exclude = [...config.exclude, ...(options.exclude ?? [])];
  const { namespace, env } = options;
  const sources = await readSources(paths, { cwd, env, stdin, exclude });
  const repositories = options.repositories ?? repositoriesOf(cwd);
  const { isForClusters = false } = options;
  const read =
    (earlier && changedProject(earlier, config, sources)) ??
    Project.from({ config, ...sources, repositories, namespace, now, isForClusters });
  const project = render === 'auto' ? await rendered(read, options) : read;
  if (!allowEmpty && !project.hasIstio) throw noIstio(project, paths, cwd);
  return project;
}

/** The earlier project with the files that have changed; undefined where more than the text of files is another. */
function changedProject(
  earlier: Project,
  config: Config,
  { files, problems, passedOver }: Sources,
): Project | undefined {
  const rest = JSON.stringify([config, passedOver, problems]);
  const before = JSON.stringify([earlier.config, earlier.passedOver, earlier.unopened]);
  if (rest !== before || config.render === 'auto') return undefined;
  const texts = new Map<string, string | undefined>();
  for (const file of earlier.files.keys()) texts.set(file, undefined);
  for (const one of files) {
    const known = earlier.files.get(one.file);
    if ('kind' in one || known?.named !== one.named) return undefined;
    if (known.text === one.text) texts.delete(one.file);
    else texts.set(one.file, one.text);
  }
  return earlier.withFiles(texts);
}

/** The project with what its kustomizations and charts are rendered to. */
async function rendered(
  project: Project,
  { cwd, env = process.env, root = repositoryRoot(cwd) }: InspectOptions,
): Promise<Project> {
  // What starts programs is loaded by those runs that need it.
  const { render } = await import('../render/render.js');
  const { requests } = project.withRenderings(new Map()).repository;
  return project.withRenderings(await render(requests, { cwd, env, root }));
}

function noIstio(
  { manifests, passedOver }: Project,
  paths: readonly string[],
  cwd: string,
): UserError {
  const elsewhere = whereElse(paths, cwd, passedOver);
  const read = `${plural(manifests.count, 'document')} in ${plural(manifests.files, 'file')}`;
  return new UserError(
    [
      `No Istio manifest in ${paths.join(', ')} (${read}). Name the folder that holds your Gateway, VirtualService and ` +
        'DestinationRule, or pass --allow-empty (in the Action: allow-empty: true).',
      ...elsewhere,
    ].join('\n'),
  );
}
