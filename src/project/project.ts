import { gatewayApiGroup, groupOf, isIstioGroup, kindOf } from '../api/kinds.js';
import { isMeshDeclared, type Config } from '../config/config.js';
import { defaultConfig } from '../config/parse-config.js';
import { readsFile } from '../config/read-paths.js';
import { sentKinds } from '../config/sent-kinds.js';
import { concatenated } from '../foundation/concatenated.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { UserError } from '../foundation/errors.js';
import {
  nothingPassedOver,
  type Finding,
  type LintResult,
  type PassedOver,
} from '../foundation/finding.js';
import { firstFew } from '../foundation/first-few.js';
import { textAt } from '../foundation/values.js';
import { Memory } from '../foundation/memory.js';
import { Conclusion } from '../lint/conclude.js';
import { distinct } from '../lint/distinct.js';
import { withoutGuessedErrors } from '../lint/guessed-environments.js';
import { findingAt } from '../lint/finding-at.js';
import { withoutEffects } from '../lint/one-cause.js';
import {
  flagFindings,
  meshConfigFindings,
  notRenderedFindings,
  passedOverFindings,
  readFindings,
} from '../lint/read-problems.js';
import { RuleSettings } from '../lint/rule-settings.js';
import { runRules } from '../lint/run-rules.js';
import { casesOf, nothingPredicted, tableFindings, tableRules } from '../lint/table-findings.js';
import type { Manifests, ReadProblem } from '../manifest/document.js';
import type { Source } from '../manifest/parse.js';
import { ReadingMemory } from '../manifest/reading-memory.js';
import type { Mesh } from '../mesh/mesh.js';
import { rule as duplicateKey } from '../rules/no-duplicate-keys.js';
import { rule as notRendered } from '../rules/not-rendered.js';
import { rule as unreadable } from '../rules/readable-manifest.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { oneEnvironment } from '../units/one-environment.js';
import { readUnits } from '../units/read-units.js';
import type { Renderings } from '../units/rendering/request.js';
import type { Repository, UnitDocument } from '../units/unit.js';
import {
  PredictedTable,
  scenariosOf,
  type TableOptions,
  type TableRow,
  type TableTarget,
} from '../traffic/table.js';
import { configFile, configOfTexts } from './config-of-texts.js';
import { environmentOf, type Environment } from './environment.js';
import { factsOf, unreadFile, type FileFacts } from './file-facts.js';
import { manifestsOf, parsedFiles } from './manifests.js';
import { withPlaced } from './with-placed.js';

/** What a project is made of. */
export interface ProjectSource {
  config: Config;
  /** Of each file its name, its text, and whether it was named itself; or why it could not be read. */
  files: Iterable<Source | ReadProblem>;
  /** Files and folders that were not opened at all. */
  problems?: readonly ReadProblem[];
  /** What is there and was not read. */
  passedOver?: PassedOver;
  /** The addresses of the repositories that the files are from; none: not known. */
  repositories?: readonly string[];
  /** For objects that neither name a namespace nor get one from their unit. */
  namespace?: string | undefined;
  /** What kustomizations and charts were rendered to; default: nothing is rendered. */
  renderings?: Renderings | undefined;
  /** The day against which ignores with an end are checked. */
  now: Date;
  /** What is read is to be sent to clusters: objects of every kind are read. Default: false. */
  isForClusters?: boolean;
}

/** What a check finds: the predicted tables of all environments, and the findings that follow from rules and tables. */
export interface Checked {
  table: Iterable<TableTarget>;
  rows: TableRow[];
  lint: LintResult;
}

/** Texts by their paths, relative to the project's folder, with `/`. */
export type Texts = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

/** What a project is made of where no file system is at hand. */
export interface ProjectInput {
  /** Those that end in `.yaml`, `.yml` or `.json` are manifests, unless the configuration leaves them out (`paths`, `exclude`). */
  files: Texts;
  /** The text of the configuration; default: the file `mesh-failover.yaml` among `files`, or else every default. */
  config?: string;
  /** The day against which ignores with an end are checked; default: today. */
  now?: Date;
}

interface State {
  config: Config;
  files: ReadonlyMap<string, FileFacts>;
  problems: readonly ReadProblem[];
  passedOver: PassedOver;
  repositories: readonly string[];
  namespace: string | undefined;
  renderings: Renderings | undefined;
  now: Date;
  hasIgnores: boolean;
  /** Objects of every kind are read. */
  isForClusters: boolean;
  /** Only this one counts; undefined: each of them. */
  environment: string | undefined;
  /** Placed documents in place of those of the units, by `placedKey`; undefined: without them. */
  placed: ReadonlyMap<string, UnitDocument | undefined> | undefined;
  /** What is known of each document by itself: the projects that follow from this one have it too. */
  known: Memory;
  /** For reading its files. */
  reading: ReadingMemory;
}

/**
 * The texts of a repository with a configuration, in memory: what they mean, what is wrong with them, and where requests go.
 * Values never change; a changed file gives another project, which keeps what is known of the other files.
 */
export class Project {
  readonly #state: State;
  #manifests: Manifests | undefined;
  #repository: Repository | undefined;
  #environments: readonly Environment[] | undefined;
  #found: Finding[] | undefined;
  #settings: RuleSettings | undefined;
  #conclusion: Conclusion | undefined;

  private constructor(state: State) {
    this.#state = state;
  }

  /** Reads the files; nothing is evaluated before it is asked for. */
  static from({
    config,
    files,
    problems = [],
    passedOver = nothingPassedOver,
    repositories = [],
    namespace,
    renderings,
    now,
    isForClusters = false,
  }: ProjectSource): Project {
    const facts = new Map<string, FileFacts>();
    const reading = new ReadingMemory();
    for (const one of files) {
      facts.set(one.file, 'kind' in one ? unreadFile(one) : factsOf(one, reading, isForClusters));
    }
    return new Project({
      ...{ config, files: facts, problems, passedOver, repositories, namespace, renderings, now },
      hasIgnores: true,
      isForClusters,
      environment: undefined,
      placed: undefined,
      known: new Memory(),
      reading,
    });
  }

  /**
   * Reads texts, with a configuration whose paths count from the folder of the texts; of these, the manifests that it has read.
   *
   * @throws ConfigurationError for a configuration that is wrong.
   */
  static of({ files, config, now = new Date() }: ProjectInput): Project {
    const texts = new Map(isMap(files) ? files : Object.entries(files));
    const text = config ?? texts.get(configFile);
    const read = text === undefined ? defaultConfig : configOfTexts(text, texts);
    const isRead = readsFile(read);
    return Project.from({
      config: read,
      files: [...texts]
        .filter(([file]) => isManifest.test(file) && isRead(file))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([file, own]) => ({ file, text: own, named: false })),
      now,
    });
  }

  get config(): Config {
    const { config, environment } = this.#state;
    const own = environment === undefined ? undefined : config.environments?.[environment];
    return own ? { ...config, clusters: own.clusters } : config;
  }

  /** Whether a file holds an object of Istio's API, or may hold one: a file that cannot be read may be the one that matters. */
  get hasIstio(): boolean {
    const { documents, problems } = this.manifests;
    return (
      problems.some(({ istio, named, unread }) => istio || named || unread) ||
      this.repository.notRendered.length > 0 ||
      // Whoever lists the endpoints of a host asks what becomes of it.
      this.config.workloads.length > 0 ||
      documents.some(({ value }) => isOfIstio(value, isMeshDeclared(this.config)))
    );
  }

  /** What is below the paths and was not read, although it holds objects. */
  get passedOver(): PassedOver {
    return this.#state.passedOver;
  }

  /** Files and folders that were not opened at all. */
  get unopened(): readonly ReadProblem[] {
    return this.#state.problems;
  }

  /** The deployment units and environments of the files. */
  get repository(): Repository {
    return (this.#repository ??= this.#readRepository());
  }

  #readRepository(): Repository {
    const { files, config, namespace, repositories, renderings, environment, known } = this.#state;
    const sends = this.#state.isForClusters ? sentKinds(config.deploy) : undefined;
    const all = readUnits(parsedFiles(files), {
      config,
      known,
      namespaceOption: namespace,
      repositories,
      renderings,
      sends,
    });
    if (environment === undefined) return this.#withPlaced(all);
    const one = oneEnvironment(all, environment);
    if (one) return this.#withPlaced(one);
    const names = all.environments.flatMap(({ name }) => name ?? []);
    const near = didYouMean(environment, names);
    const advice =
      names.length === 0
        ? 'the manifests are for one environment, which has no name'
        : near === undefined
          ? `there are ${firstFew(names)}`
          : `did you mean "${near}"?`;
    throw new UserError(`no environment is called "${environment}"; ${advice}`);
  }

  #withPlaced(repository: Repository): Repository {
    const { placed } = this.#state;
    return placed?.size ? withPlaced(repository, placed) : repository;
  }

  /** What is known of each file. */
  get files(): ReadonlyMap<string, FileFacts> {
    return this.#state.files;
  }

  /** Everything that was read. */
  get manifests(): Manifests {
    const { files, problems } = this.#state;
    return (this.#manifests ??= manifestsOf(files, problems, this.repository));
  }

  /** At least one; in the order of their names. */
  get environments(): readonly Environment[] {
    const { config, known } = this.#state;
    const { environments, meshConfigs, clusterDomain } = this.repository;
    return (this.#environments ??= environments.map((found) =>
      environmentOf(found, { ...config, clusterDomain }, meshConfigs, known),
    ));
  }

  /**
   * The mesh of the only environment.
   *
   * @throws UserError where there are several.
   */
  get mesh(): Mesh {
    this.assertOneEnvironment();
    const [first] = this.environments;
    if (!first) throw new Error('a project without an environment');
    return first.mesh;
  }

  /** @throws UserError where there are several environments. */
  assertOneEnvironment(): void {
    const [, second] = this.repository.environments;
    if (second) {
      const names = firstFew(this.repository.environments.map(({ name }) => name ?? ''));
      throw new UserError(
        `the manifests are for several environments (${names}); name the one that is meant with --environment (the input environment of the Action), or its folder as a path`,
      );
    }
  }

  /** What the rules find, without what only the predicted table shows. */
  lint(): LintResult {
    return this.#concluded.of(this.#findings, tableRules);
  }

  /** What the rules find, and what the predicted tables of the scenarios show. */
  check(options?: ScenarioOptions): Checked {
    const tables = this.environments.map(({ name, mesh }) => {
      const table = new PredictedTable(mesh, scenariosOf(mesh, options), { environment: name });
      return { mesh, name, table, rows: [...table.rows()] };
    });
    // What an ignore silences still explains the numbers of the table.
    const shown = tables.flatMap(({ mesh, name, rows }) =>
      tableFindings(rows, mesh, this.#findings, name),
    );
    const rows = tables.flatMap((one) => one.rows);
    const cases = casesOf(rows);
    const unpredicted = tables.flatMap(({ mesh, name, rows: own }) =>
      own.length === 0 ? nothingPredicted(mesh, name) : [],
    );
    const found = distinct([...this.#findings, ...shown, ...unpredicted]);
    return {
      table: concatenated(tables.map(({ table }) => table)),
      rows,
      lint: this.#concluded.of(found, [], cases),
    };
  }

  /** The predicted tables of all environments, worked out while they are read. */
  table(options?: ScenarioOptions, choices?: TableOptions): Iterable<TableTarget> {
    return concatenated(
      this.environments.map(
        ({ name, mesh }) =>
          new PredictedTable(mesh, scenariosOf(mesh, options), { ...choices, environment: name }),
      ),
    );
  }

  /** The same project with other texts; undefined: without the file. What is known of the other files is kept. */
  withFiles(texts: ReadonlyMap<string, string | undefined>): Project {
    const { reading, isForClusters } = this.#state;
    const files = new Map(this.#state.files);
    for (const [file, text] of texts) {
      if (text === undefined) files.delete(file);
      else {
        const named = files.get(file)?.named ?? false;
        files.set(file, factsOf({ file, text, named }, reading, isForClusters));
      }
    }
    const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Project({ ...this.#state, files: new Map(sorted) });
  }

  /** The same files with what their kustomizations and charts were rendered to. */
  withRenderings(renderings: Renderings): Project {
    return new Project({ ...this.#state, renderings });
  }

  /**
   * The same project with only one of its environments.
   *
   * @throws UserError where there is none of that name.
   */
  withEnvironment(name: string): Project {
    const project = new Project({ ...this.#state, environment: name });
    project.#repository = project.#readRepository();
    return project;
  }

  /** The same files with another configuration. */
  withConfig(config: Config): Project {
    return new Project({ ...this.#state, config });
  }

  /**
   * The same project with another configuration, other documents in some files, and other objects in rendered units.
   *
   * @param config Undefined: the same.
   * @param files Undefined: without the file.
   * @param placed By `placedKey`; undefined: without the object.
   */
  withParts({
    config = this.#state.config,
    files,
    placed,
  }: {
    config: Config | undefined;
    files: ReadonlyMap<string, FileFacts | undefined>;
    placed: ReadonlyMap<string, UnitDocument | undefined>;
  }): Project {
    const all = new Map(this.#state.files);
    for (const [file, facts] of files) {
      if (facts) all.set(file, facts);
      else all.delete(file);
    }
    const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Project({ ...this.#state, config, files: new Map(sorted), placed });
  }

  /** The same project, in which inline ignores do not count. */
  withoutIgnores(): Project {
    return new Project({ ...this.#state, hasIgnores: false });
  }

  get #findings(): readonly Finding[] {
    const readers = { 'duplicate-key': duplicateKey, unreadable };
    return (this.#found ??= distinct([
      ...readFindings(this.manifests.problems, readers),
      ...notRenderedFindings(this.repository.notRendered),
      ...passedOverFindings(this.passedOver),
      ...flagFindings(this.#state.config),
      ...meshConfigFindings(this.repository.meshConfigs),
      ...(this.repository.isCut ? [this.#tooManyEnvironments()] : []),
      ...this.#findingsOfRules(),
    ]));
  }

  #findingsOfRules(): Finding[] {
    const { collections, environments } = this.repository;
    const found = this.environments.flatMap(({ name, mesh }) =>
      withoutEffects(runRules(mesh, this.#rules, name)),
    );
    return collections.length > 0
      ? withoutGuessedErrors(found, environments, collections, () =>
          runRules(this.#meshOfAll, this.#rules, null, ({ absence }) => absence === true),
        )
      : found;
  }

  /** All environments as one: what is missing there is nowhere. */
  get #meshOfAll(): Mesh {
    const { config, known } = this.#state;
    const { environments, meshConfigs, clusterDomain } = this.repository;
    const documents = new Map(
      environments.flatMap((environment) =>
        environment.documents.map(
          (own) => [`${known.numberOf(own.document)} ${own.namespace}`, own] as const,
        ),
      ),
    );
    const all = { name: null, clusters: [], units: [], documents: [...documents.values()] };
    return environmentOf(all, { ...config, clusterDomain }, meshConfigs, known).mesh;
  }

  /** What is in no environment is not checked: a warning, so that no verdict is green. */
  #tooManyEnvironments(): Finding {
    const read = new Set(this.manifests.documents);
    const files = [...this.#state.files.values()];
    const left = files.flatMap(({ documents }) => documents).find((one) => !read.has(one));
    return findingAt(notRendered, {
      severity: 'warning',
      message:
        `There are more environments than the ${this.environments.length} that are read, and the objects of the others are ` +
        'not checked. Check some of the folders at a time, or declare environments in mesh-failover.yaml.',
      file: left?.file ?? files[0]?.file ?? '',
      range: left?.locate([]) ?? { line: 1, column: 1, endLine: 1, endColumn: 1 },
    });
  }

  get #rules(): RuleSettings {
    return (this.#settings ??= new RuleSettings(this.#state.config));
  }

  get #concluded(): Conclusion {
    const { config, now, hasIgnores, passedOver } = this.#state;
    return (this.#conclusion ??= new Conclusion({
      manifests: this.manifests,
      passedOver,
      settings: this.#rules,
      unitsNotRendered: this.repository.units.filter(({ rendered }) => !rendered).length,
      ...{ config, now, hasIgnores },
    }));
  }
}

/** The names that hold manifests. */
export const isManifest = /\.(?:ya?ml|json)$/i;

function isMap(texts: Texts): texts is ReadonlyMap<string, string> {
  return texts instanceof Map;
}

/** Whether an object is for Istio: one of the Gateway API by its class, or because the configuration declares a mesh. */
function isOfIstio(value: Record<string, unknown>, isDeclared: boolean): boolean {
  if (isIstioGroup(value['apiVersion'])) return true;
  if (kindOf(value)?.id === 'GatewayApiGateway') {
    return isDeclared || textAt(value, 'spec', 'gatewayClassName')?.startsWith('istio') === true;
  }
  return isDeclared && groupOf(textAt(value, 'apiVersion') ?? '') === gatewayApiGroup;
}
