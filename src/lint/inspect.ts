import { isIstioGroup } from '../api/kinds.js';
import type { Config, Preset } from '../config/config.js';
import { loadConfig } from '../sources/load-config.js';
import type { Manifests } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { readManifests } from '../manifest/manifests.js';
import { buildMesh, type Mesh } from '../mesh/mesh.js';
import { placeByPaths } from '../mesh/placed-document.js';
import { plural } from '../foundation/plural.js';
import { rules } from '../rules/index.js';
import { lint, type Linted } from './lint.js';
import { optimizeSooner } from './optimize-sooner.js';

/** What to look at. */
export interface InspectOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** The configuration file; undefined: looked for in the working folder. */
  configFile?: string | undefined;
  /** Files, folders, globs, `-`; empty: the paths of the configuration. */
  paths: readonly string[];
  stdin?: NodeJS.ReadableStream;
  /** No Istio manifest at all is no error. */
  allowEmpty?: boolean;
  /** The day by which ignores with an end are judged; default: today. */
  now?: Date | undefined;
  /** In place of the configuration's preset. */
  preset?: Preset | undefined;
  /** Texts of files in place of what they hold. */
  replaced?: ReadonlyMap<string, string>;
}

/** What was read, and the model of it. */
export interface ReadMesh {
  config: Config;
  manifests: Manifests;
  mesh: Mesh;
}

export interface Inspection extends Linted, ReadMesh {}

/** Reads the configuration and the manifests, builds the model and runs the rules. Throws what `readMesh` throws. */
export async function inspect(options: InspectOptions): Promise<Inspection> {
  const { config, manifests, mesh } = await readMesh(options);
  return { config, manifests, ...lint(manifests, config, options.now, mesh) };
}

/**
 * Reads the configuration and the manifests, and builds the model.
 *
 * @throws UserError for a wrong configuration, a path that is not there, and, unless `allowEmpty`, where
 *   there is no Istio manifest to judge.
 */
export async function readMesh(options: InspectOptions): Promise<ReadMesh> {
  const { cwd, configFile, paths, stdin, allowEmpty = false, replaced, preset } = options;
  optimizeSooner();
  const loaded = loadConfig({ cwd, rules, ...(configFile ? { file: configFile } : {}) });
  const config = preset ? { ...loaded, preset } : loaded;
  const all = paths.length ? paths : pathsOf(config);
  const manifests = await readManifests(all, {
    cwd,
    ...(stdin ? { stdin } : {}),
    ...(replaced ? { replaced } : {}),
  });
  if (!allowEmpty && !hasIstio(manifests)) {
    throw new UserError(
      `No Istio manifest in ${all.join(', ')} (${plural(manifests.count, 'document')} in ` +
        `${plural(manifests.files, 'file')}). Name the folder that holds your Gateway, VirtualService and ` +
        'DestinationRule, or allow it (allow-empty).',
    );
  }
  return { config, manifests, mesh: buildMesh(config, placeByPaths(config, manifests.documents)) };
}

function pathsOf({ paths, clusters = [] }: Config): string[] {
  return [...new Set([...paths, ...clusters.flatMap((cluster) => cluster.paths ?? [])])];
}

/** A file that could not be read may well be the one that matters. */
function hasIstio({ documents, problems }: Manifests): boolean {
  return (
    problems.some(({ istio, named }) => istio || named) ||
    documents.some(({ value }) => isIstioGroup(value['apiVersion']))
  );
}
