import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import base from '../../schemas/mesh-failover.base.json' with { type: 'json' };
import type { Path } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { displayName } from '../manifest/find-files.js';
import { parseMappings } from '../manifest/parse.js';
import { readTextFile } from '../manifest/read-file.js';
import { checkConfig } from './check-config.js';
import type { DeclaredConfig } from './check-config.js';
import type { MeshConfig } from '../api/mesh-config.js';
import type {
  ClusterConfig,
  Config,
  DeployConfig,
  EnvironmentConfig,
  KnownRule,
  OverrideConfig,
  Preset,
  Profile,
  RuleSetting,
  SourceConfig,
} from './config.js';
import { toKubeconfigPath, toWorkingPath } from './config-paths.js';
import type { Folders } from './config-paths.js';
import { ConfigProblems } from './config-problems.js';
import { parseMeshConfig } from './mesh-config.js';
import { localityWords, SchemaChecker, show } from './schema-problems.js';
import { validateConfig } from './validators.js';

/** What to load. */
export interface LoadOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** The configuration file, relative to `cwd`; default: the one of `configNames` in `cwd`. */
  file?: string;
  /** The rules that there are. */
  rules: readonly KnownRule[];
}

/** What the configuration file is called; at most one of them may be there. */
export const configNames = ['mesh-failover.yaml', 'mesh-failover.yml', 'mesh-failover.json'];

/** The configuration of who has none: every default. */
export const defaultConfig: Readonly<Config> = {
  version: 1,
  profile: 'istio-1.31',
  rootNamespace: 'istio-system',
  meshConfig: undefined,
  paths: ['.'],
  exclude: [],
  namespace: undefined,
  clusterDomain: 'cluster.local',
  render: 'off',
  environments: undefined,
  clusters: undefined,
  workloads: [],
  clients: undefined,
  scenarios: [],
  preset: 'recommended',
  rules: {},
  overrides: [],
  frontDoor: 'none',
  deploy: {
    environment: 'default',
    namespace: 'mesh-failover',
    strategy: 'one-cluster-first',
    pruneLimit: 10,
  },
  drill: {},
  file: undefined,
  document: undefined,
};

/** What the schema's patterns mean. */
const checker = new SchemaChecker(validateConfig, {
  [base.$defs.locality.pattern]: localityWords,
  [base.$defs.endpoint.properties.locality.pattern]: localityWords,
  [base.$defs.workload.properties.readAt.pattern]: 'a time such as 2026-11-21T10:50:00Z',
  [base.$defs.name.pattern]: 'a name without white space',
  [base.properties.rootNamespace.pattern]: 'the name of a namespace',
  [base.properties.clusterDomain.pattern]: 'a domain such as cluster.local',
  [base.properties.deploy.properties.environment.pattern]:
    'lower-case letters, digits and -, at most 32, neither beginning with drill- nor ending with -run (the records of drills and runs are called so)',
  [base.$defs.cluster.properties.ingress.properties.url.pattern]: 'an http:// or https:// URL',
  [base.$defs.attribution.properties.header.pattern]: 'the name of a header',
});

/** A configuration file as it is written, with the shape that the schema describes. */
interface Declared extends DeclaredConfig {
  profile?: Profile;
  rootNamespace?: string;
  meshConfig?: string;
  paths?: string[];
  exclude?: string[];
  namespace?: string;
  clusterDomain?: string;
  /** A bare `off` is false in YAML 1.1. */
  render?: Config['render'] | false;
  preset?: Preset;
  rules?: Record<string, DeclaredRule>;
  overrides?: { paths: string[]; rules: Record<string, DeclaredRule> }[];
  frontDoor?: Config['frontDoor'];
  deploy?: Partial<DeployConfig>;
}

type DeclaredSeverity = RuleSetting['severity'] | false;
type DeclaredRule =
  DeclaredSeverity | { severity?: DeclaredSeverity; options?: Record<string, unknown> };

/**
 * Loads the configuration, or the defaults if there is no file. Paths in it become relative to
 * `cwd`, `kubeconfig` absolute. Throws one `UserError` that tells every problem, each as
 * `file:line:column: what is wrong; what to do`.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const path = await findConfig(options);
  if (path === undefined) return { ...defaultConfig };
  const file = displayName(path, options.cwd);
  const problems = new ConfigProblems(file);
  const document = readDocument(path, file, problems);
  validate(document, options.rules, problems);
  const declared = document.value as Declared;
  const folders: Folders = { cwd: options.cwd, config: dirname(path) };
  const reader = new PathReader(folders, document, problems);
  const paths = await reader.paths(declared.paths, ['paths']);
  const clusters = await reader.clusters(declared.clusters, ['clusters']);
  const exclude = await reader.paths(declared.exclude, ['exclude']);
  const environments = await reader.environments(declared.environments);
  const meshConfig = await reader.meshConfig(declared.meshConfig);
  const overrides = await reader.overrides(declared.overrides ?? []);
  problems.throwIfAny();
  return {
    ...defaultConfig,
    profile: declared.profile ?? defaultConfig.profile,
    rootNamespace:
      declared.rootNamespace ?? meshConfig?.rootNamespace ?? defaultConfig.rootNamespace,
    meshConfig,
    paths: paths ?? defaultConfig.paths,
    exclude: exclude ?? defaultConfig.exclude,
    namespace: declared.namespace,
    clusterDomain: declared.clusterDomain ?? defaultConfig.clusterDomain,
    render: declared.render || defaultConfig.render,
    environments,
    clusters,
    workloads: declared.workloads ?? [],
    clients: declared.clients,
    scenarios: declared.scenarios ?? [],
    preset: declared.preset ?? defaultConfig.preset,
    rules: toSettings(declared.rules ?? {}),
    overrides,
    frontDoor: declared.frontDoor ?? defaultConfig.frontDoor,
    deploy: { ...defaultConfig.deploy, ...declared.deploy },
    drill: declared.drill ?? defaultConfig.drill,
    file,
    document,
  };
}

async function findConfig({ cwd, file }: LoadOptions): Promise<string | undefined> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    if (await exists(path)) return path;
    throw new UserError(`${file}: no such configuration file; check the path`);
  }
  const present: string[] = [];
  for (const name of configNames) if (await exists(join(cwd, name))) present.push(name);
  const [only, second] = present;
  if (second !== undefined) {
    throw new UserError(
      `${present.join(' and ')} are both here; remove one, or name the one to use (config)`,
    );
  }
  return only === undefined ? undefined : join(cwd, only);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function readDocument(path: string, file: string, problems: ConfigProblems): Document {
  const read = readTextFile(path);
  if ('problem' in read) throw new UserError(`${file}: ${read.problem}`);
  const parsed = parseMappings({ file, text: read.text, named: true });
  for (const { range, message } of parsed.problems) problems.addAt(range, message);
  problems.throwIfAny();
  const [document, second] = parsed.documents;
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (second) {
    problems.addAt(second.locate([]), 'a second document; one file holds one configuration');
  } else if (!document && parsed.count > 0) {
    problems.addAt(start, 'not a mapping; begin the file with "version: 1"');
  } else if (!document) {
    problems.addAt(start, 'the file is empty, so "version" is missing; add "version: 1"');
  }
  problems.throwIfAny();
  return document as Document;
}

function validate(document: Document, rules: readonly KnownRule[], problems: ConfigProblems): void {
  const { version } = document.value;
  if (version !== undefined && version !== 1) {
    // Whatever else is wrong, it may be right in that version.
    const message = `version ${show(version)} is not known; this program reads version 1: write "version: 1"`;
    problems.add(document, { path: ['version'], message });
    problems.throwIfAny();
  }
  const found = checker.check(document.value);
  for (const problem of found) problems.add(document, problem);
  // The other checks need values of the right types.
  if (found.length === 0) {
    const semantic = checkConfig(document.value, rules);
    for (const problem of semantic) problems.add(document, problem);
  }
  problems.throwIfAny();
}

function toSettings(rules: Record<string, DeclaredRule>): Record<string, RuleSetting> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, toSetting(rule)]));
}

function toSetting(rule: DeclaredRule): RuleSetting {
  const { severity, options = {} } =
    typeof rule === 'object' ? rule : { severity: rule, options: {} };
  // A bare `off` is false in YAML 1.1.
  return { severity: severity === false ? 'off' : severity, options };
}

/** Turns the paths of a configuration into ones that the rest of the program can use. */
class PathReader {
  readonly #folders: Folders;
  readonly #document: Document;
  readonly #problems: ConfigProblems;

  constructor(folders: Folders, document: Document, problems: ConfigProblems) {
    this.#folders = folders;
    this.#document = document;
    this.#problems = problems;
  }

  async paths(paths: readonly string[] | undefined, at: Path): Promise<string[] | undefined> {
    if (!paths) return undefined;
    const inside: string[] = [];
    for (const [index, path] of paths.entries()) {
      const converted = await this.#inside(path, [...at, index]);
      if (converted !== undefined) inside.push(converted);
    }
    return inside;
  }

  async clusters(
    clusters: ClusterConfig[] | undefined,
    at: Path,
  ): Promise<ClusterConfig[] | undefined> {
    if (!clusters) return undefined;
    const converted: ClusterConfig[] = [];
    for (const [index, cluster] of clusters.entries()) {
      const { kubeconfig } = cluster;
      const paths = await this.paths(cluster.paths, [...at, index, 'paths']);
      const sources = await this.#sources(cluster.sources, [...at, index, 'sources']);
      converted.push({
        ...cluster,
        ...(paths && { paths }),
        ...(sources && { sources }),
        ...(kubeconfig !== undefined && {
          kubeconfig: toKubeconfigPath(kubeconfig, this.#folders),
        }),
      });
    }
    return converted;
  }

  async environments(
    environments: Record<string, EnvironmentConfig> | undefined,
  ): Promise<Record<string, EnvironmentConfig> | undefined> {
    if (!environments) return undefined;
    const converted: [string, EnvironmentConfig][] = [];
    for (const [name, environment] of Object.entries(environments)) {
      const at = ['environments', name, 'clusters'];
      const clusters = await this.clusters(environment.clusters, at);
      converted.push([name, { ...environment, clusters: clusters ?? [] }]);
    }
    return Object.fromEntries(converted);
  }

  async #sources(
    sources: SourceConfig[] | undefined,
    at: Path,
  ): Promise<SourceConfig[] | undefined> {
    if (!sources) return undefined;
    const converted: SourceConfig[] = [];
    for (const [index, source] of sources.entries()) {
      const path = [...at, index];
      if ('path' in source) {
        converted.push({ path: (await this.#inside(source.path, [...path, 'path'])) ?? '' });
      } else if ('kustomize' in source) {
        const folder = await this.#inside(source.kustomize, [...path, 'kustomize']);
        converted.push({ kustomize: folder ?? '' });
      } else {
        const { helm } = source;
        const chart = (await this.#inside(helm.chart, [...path, 'helm', 'chart'])) ?? '';
        const values = await this.paths(helm.values, [...path, 'helm', 'values']);
        converted.push({ helm: { ...helm, chart, ...(values && { values }) } });
      }
    }
    return converted;
  }

  async overrides(overrides: NonNullable<Declared['overrides']>): Promise<OverrideConfig[]> {
    const converted: OverrideConfig[] = [];
    for (const [index, { paths, rules }] of overrides.entries()) {
      const inside = await this.paths(paths, ['overrides', index, 'paths']);
      converted.push({ paths: inside ?? [], rules: toSettings(rules) });
    }
    return converted;
  }

  async meshConfig(path: string | undefined): Promise<MeshConfig | undefined> {
    if (path === undefined) return undefined;
    const inside = await this.#inside(path, ['meshConfig']);
    if (inside === undefined) return undefined;
    const read = readTextFile(resolve(this.#folders.cwd, inside));
    if (!('problem' in read)) return parseMeshConfig(read.text, inside);
    this.#problems.add(this.#document, {
      path: ['meshConfig'],
      message: `${inside} ${read.problem}`,
    });
    return undefined;
  }

  async #inside(path: string, at: Path): Promise<string | undefined> {
    const converted = await toWorkingPath(path, this.#folders);
    if (converted === undefined) {
      this.#problems.add(this.#document, {
        path: at,
        message:
          `${show(path)} leads out of the working folder and of this file's folder; ` +
          'move it inside, or run in a folder above both',
      });
    }
    return converted;
  }
}
