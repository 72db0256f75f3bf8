import base from '../../schemas/mesh-failover.base.json' with { type: 'json' };
import type { Path } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import { parseMappings } from '../manifest/parse.js';
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
import { ConfigProblems } from './config-problems.js';
import { parseMeshConfig } from './mesh-config.js';
import { localityWords, SchemaChecker, show } from './schema-problems.js';
import { validateConfig } from './validators.js';

/** The text of a configuration file. */
export interface ConfigSource {
  /** As it is named in output: relative to the working folder. */
  file: string;
  text: string;
}

/** What a configuration file leads to: the folder that its paths count from, and files that it names. */
export interface ConfigSurroundings {
  /** A path or glob of the file, relative to the working folder; undefined where it leads outside of what may be read. */
  toWorkingPath(path: string): string | undefined;
  /** The path of a kubeconfig, absolute. */
  toKubeconfigPath(path: string): string;
  /** The text of a file, named relative to the working folder; or why it cannot be read. */
  textOf(file: string): { text: string } | { problem: string };
}

/** The configuration of who has none: every default. */
export const defaultConfig: Readonly<Config> = {
  version: 1,
  profile: 'istio-1.31',
  rootNamespace: 'istio-system',
  controlPlane: {},
  meshConfig: undefined,
  paths: ['.'],
  exclude: [],
  namespace: undefined,
  clusterDomain: undefined,
  render: 'off',
  environments: undefined,
  clusters: undefined,
  workloads: [],
  clients: undefined,
  links: [],
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
  [base.properties.deploy.properties.kinds.items.pattern]:
    'a kind such as Service, HTTPRoute or Telemetry.telemetry.istio.io',
  [base.$defs.cluster.properties.ingress.properties.url.pattern]: 'an http:// or https:// URL',
  [base.$defs.duration.pattern]: 'a time such as 90s, 2m or 1h',
  [base.$defs.probe.properties.path.pattern]: 'a path that begins with /',
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
 * Reads a configuration from its text. Paths in it become relative to the working folder, `kubeconfig` absolute.
 *
 * @param rules The rules that there are.
 * @throws UserError with every problem, each as `file:line:column: what is wrong; what to do`
 */
export function parseConfig(
  source: ConfigSource,
  rules: readonly KnownRule[],
  surroundings: ConfigSurroundings,
): Config {
  const { file } = source;
  const problems = new ConfigProblems(file);
  const document = readDocument(source, problems);
  validate(document, rules, problems);
  const declared = document.value as Declared;
  const reader = new PathReader(surroundings, document, problems);
  const paths = reader.paths(declared.paths, ['paths']);
  const clusters = reader.clusters(declared.clusters, ['clusters']);
  const exclude = reader.paths(declared.exclude, ['exclude']);
  const environments = reader.environments(declared.environments);
  const meshConfig = reader.meshConfig(declared.meshConfig);
  const overrides = reader.overrides(declared.overrides ?? []);
  problems.throwIfAny();
  return {
    ...defaultConfig,
    profile: declared.profile ?? defaultConfig.profile,
    rootNamespace:
      declared.rootNamespace ?? meshConfig?.rootNamespace ?? defaultConfig.rootNamespace,
    controlPlane: declared.controlPlane ?? defaultConfig.controlPlane,
    meshConfig,
    paths: paths ?? defaultConfig.paths,
    exclude: exclude ?? defaultConfig.exclude,
    namespace: declared.namespace,
    clusterDomain: declared.clusterDomain,
    render: declared.render || defaultConfig.render,
    environments,
    clusters,
    workloads: declared.workloads ?? [],
    clients: declared.clients,
    links: declared.links ?? [],
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

function readDocument({ file, text }: ConfigSource, problems: ConfigProblems): Document {
  const parsed = parseMappings({ file, text, named: true });
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
  readonly #surroundings: ConfigSurroundings;
  readonly #document: Document;
  readonly #problems: ConfigProblems;

  constructor(surroundings: ConfigSurroundings, document: Document, problems: ConfigProblems) {
    this.#surroundings = surroundings;
    this.#document = document;
    this.#problems = problems;
  }

  paths(paths: readonly string[] | undefined, at: Path): string[] | undefined {
    return paths?.flatMap((path, index) => this.#inside(path, [...at, index]) ?? []);
  }

  clusters(clusters: ClusterConfig[] | undefined, at: Path): ClusterConfig[] | undefined {
    return clusters?.map((cluster, index) => {
      const { kubeconfig } = cluster;
      const paths = this.paths(cluster.paths, [...at, index, 'paths']);
      const sources = cluster.sources?.map((source, position) =>
        this.#source(source, [...at, index, 'sources', position]),
      );
      return {
        ...cluster,
        ...(paths && { paths }),
        ...(sources && { sources }),
        ...(kubeconfig !== undefined && {
          kubeconfig: this.#surroundings.toKubeconfigPath(kubeconfig),
        }),
      };
    });
  }

  environments(
    environments: Record<string, EnvironmentConfig> | undefined,
  ): Record<string, EnvironmentConfig> | undefined {
    if (!environments) return undefined;
    const converted = Object.entries(environments).map(([name, environment]) => {
      const clusters = this.clusters(environment.clusters, ['environments', name, 'clusters']);
      return [name, { ...environment, clusters: clusters ?? [] }] as const;
    });
    return Object.fromEntries(converted);
  }

  #source(source: SourceConfig, at: Path): SourceConfig {
    if ('path' in source) return { path: this.#inside(source.path, [...at, 'path']) ?? '' };
    if ('kustomize' in source) {
      return { kustomize: this.#inside(source.kustomize, [...at, 'kustomize']) ?? '' };
    }
    const { helm } = source;
    const chart = this.#inside(helm.chart, [...at, 'helm', 'chart']) ?? '';
    const values = this.paths(helm.values, [...at, 'helm', 'values']);
    return { helm: { ...helm, chart, ...(values && { values }) } };
  }

  overrides(overrides: NonNullable<Declared['overrides']>): OverrideConfig[] {
    return overrides.map(({ paths, rules }, index) => ({
      paths: this.paths(paths, ['overrides', index, 'paths']) ?? [],
      rules: toSettings(rules),
    }));
  }

  meshConfig(path: string | undefined): MeshConfig | undefined {
    if (path === undefined) return undefined;
    const inside = this.#inside(path, ['meshConfig']);
    if (inside === undefined) return undefined;
    const read = this.#surroundings.textOf(inside);
    if (!('problem' in read)) return parseMeshConfig(read.text, inside);
    this.#problems.add(this.#document, {
      path: ['meshConfig'],
      message: `${inside} ${read.problem}`,
    });
    return undefined;
  }

  #inside(path: string, at: Path): string | undefined {
    const converted = this.#surroundings.toWorkingPath(path);
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
