import { readsFile } from '../config/read-paths.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import { changeBetween, type CheckedProject } from '../project/change.js';
import { configFile, configOfTexts } from '../project/config-of-texts.js';
import { discoveryOf, type Discovery } from '../project/discovery.js';
import { explained, type ExplainedRule } from '../project/explained.js';
import { fix } from '../project/fix.js';
import { isManifest, Project as Core, type ProjectInput } from '../project/project.js';
import { answeredRoutes, type AnsweredRoute } from '../traffic/answered-routes.js';
import { followRequests } from '../traffic/follow.js';
import type { FollowResult } from '../traffic/followed-request.js';
import { defaultMethod, parseRequest } from '../traffic/parse-request.js';
import type { Prediction } from '../traffic/result.js';
import { checkNames, isMeantName, isMeantTarget, meantScenarios } from '../traffic/selection.js';
import { PredictedTable, scenariosOf } from '../traffic/table.js';

/** What `lint` reports; everything is the default. */
export interface LintOptions {
  /** Whether inline ignores count; default: true. */
  ignores?: boolean;
}

/** Which rows `predict` gives; a missing or empty list means all. In a name, `*` and `?` are wildcards. */
export interface PredictOptions {
  /** Such as `healthy` or `failing:*`. */
  scenarios?: readonly string[];
  /** Names of clients, as in the key `client` of a row. */
  clients?: readonly string[];
  /** Destination hosts, in full or short, or public hosts. */
  hosts?: readonly string[];
  /** How many built-in outages may happen together; default: 1. */
  depth?: 1 | 2;
  /** Whether zones fail too; default: false. */
  zones?: boolean;
}

/** A request to follow. */
export interface RequestInput {
  /** Default: `GET`. */
  method?: string;
  /** In full: `http://` or `https://`, host, and the port unless it is the scheme's own. */
  url: string;
  /** By name. `Host` takes the place of the URL's host, where virtual hosts are looked for. */
  headers?: Readonly<Record<string, string>>;
}

/** Through which clients and in which scenarios `follow` follows; as in `PredictOptions`. */
export interface FollowOptions extends Omit<PredictOptions, 'hosts'> {
  /** Whether `steps` say also which routes do not take the request, and why the endpoints get it; default: false. */
  explain?: boolean;
}

/** The predicted table: the object of `simulate --format json`. */
export interface PredictResult {
  version: 1;
  /** A row for each destination, client and scenario. */
  results: Prediction[];
  /** Routes that a client answers itself, such as redirects; missing where there are none. */
  answered?: AnsweredRoute[];
}

/** What the fixes of a project come to. */
export interface FixResult {
  /** The new texts of the files that change, by their paths. */
  files: Map<string, string>;
  /** How many fixes were made. */
  made: number;
}

/** What a change of a project brings. */
export interface ProjectChange {
  /** Findings that were not there before, or were less severe; those that only the predicted table shows included. */
  findings: Finding[];
  /** The predictions that differ, with new findings as their causes. */
  behaviour: ExplainedChanges;
}

type Input = ProjectInput & { files: ReadonlyMap<string, string>; now: Date };

/**
 * The manifests of a mesh with a configuration, in memory. A project never changes: `withFile` gives another one. Nothing is evaluated
 * before it is asked for, and no method reads or writes anything outside.
 */
export class Project {
  readonly #core: Core;
  readonly #input: Input;
  #checked: CheckedProject | undefined;

  private constructor(core: Core, input: Input) {
    this.#core = core;
    this.#input = input;
  }

  /**
   * Reads texts. A manifest that cannot be read is a finding.
   *
   * @throws ConfigurationError for a configuration that is wrong, with the place of each problem.
   */
  static of(input: ProjectInput): Project {
    const { files, now = new Date() } = input;
    const texts = new Map(files instanceof Map ? files : Object.entries(files));
    const kept = { ...input, files: texts, now };
    return new Project(Core.of(kept), kept);
  }

  /** The findings of the rules: the object of `lint --format json`. Lines and columns count from 1, columns in UTF-16 units. */
  lint(options: LintOptions = {}): LintResult {
    const { ignores = true } = options;
    return (ignores ? this.#core : this.#core.withoutIgnores()).lint();
  }

  /**
   * Where requests go in each scenario: the object of `simulate --format json`. Shares are fractions of a client's requests, 0 to 1.
   *
   * @throws UserError for a name that no scenario, client or host has.
   */
  predict(options: PredictOptions = {}): PredictResult {
    const { scenarios: names = [], clients = [], hosts = [], depth = 1, zones = false } = options;
    const environments = this.#core.environments.map(({ name, mesh }) => {
      return { name, mesh, scenarios: scenariosOf(mesh, { depth, zones }) };
    });
    checkNames(environments, {
      scenarios: { label: 'scenarios:', patterns: names },
      clients: { label: 'clients:', patterns: clients },
      hosts: { label: 'hosts:', patterns: hosts },
    });
    const isMeant = isMeantTarget({ clients, hosts });
    const results: Prediction[] = [];
    for (const { name, mesh, scenarios } of environments) {
      const meant = meantScenarios(names, scenarios);
      const table = new PredictedTable(mesh, meant, {
        isMeant,
        isAll: hosts.length > 0,
        environment: name,
      });
      for (const { prediction } of table.rows()) results.push(prediction);
    }
    const answered = environments.flatMap(({ mesh }) => answeredRoutes(mesh));
    return { version: 1, results, ...(answered.length ? { answered } : {}) };
  }

  /**
   * What becomes of single requests, hop by hop, for each client and scenario: the object of `simulate --request --format json`.
   *
   * @throws UserError for what is no request, and for a name that no scenario or client has.
   */
  follow(
    requests: RequestInput | readonly RequestInput[],
    options: FollowOptions = {},
  ): FollowResult {
    const { scenarios: names = [], clients = [], depth = 1, zones = false, explain } = options;
    const list = isList(requests) ? requests : [requests];
    const parsed = list.map(({ url, method = defaultMethod(url), headers = {} }) =>
      parseRequest({ method, url, headers: { ...headers } }, 'follow'),
    );
    const environments = this.#core.environments.map(({ name, mesh }) => {
      return { name, mesh, scenarios: scenariosOf(mesh, { depth, zones }) };
    });
    checkNames(environments, {
      scenarios: { label: 'scenarios:', patterns: names },
      clients: { label: 'clients:', patterns: clients },
      hosts: { label: 'hosts:', patterns: [] },
    });
    return {
      version: 1,
      requests: environments.flatMap(({ name, mesh, scenarios }) =>
        followRequests(mesh, parsed, meantScenarios(names, scenarios), {
          isMeant: (client) => isMeantName(clients, client.name),
          explain: explain ?? false,
          environment: name,
        }),
      ),
    };
  }

  /** Makes every fix that the findings offer, and those that follow from them: what `lint --fix` would write. */
  fixes(): FixResult {
    const { files, made } = fix(this.#core);
    return { files: new Map(files.map(({ file, after }) => [file, after])), made };
  }

  /**
   * What a rule checks, and why: the object of `explain --format json`.
   *
   * @param rule Its name or its code.
   * @throws UserError for a rule that does not exist.
   */
  explain(rule: string): ExplainedRule {
    return explained(rule);
  }

  /**
   * The same project with another text of one file; what is known of the other files is kept.
   *
   * @param text Undefined: without the file.
   * @throws ConfigurationError where the file is the configuration, or named in it, and the configuration is now wrong.
   */
  withFile(path: string, text: string | undefined): Project {
    const files = new Map(this.#input.files);
    if (text === undefined) files.delete(path);
    else files.set(path, text);
    const input = { ...this.#input, files };
    return new Project(this.#coreWith(path, input), input);
  }

  /** What is new in this project, compared with how it was before: findings, and predictions that differ. */
  compareWith(before: Project): ProjectChange {
    return changeBetween(before.#check(), this.#check());
  }

  /** The deployment units of the files, and the environments and clusters they belong to: the object of `discover --format json`. */
  discover(): Discovery {
    return discoveryOf(this.#core.repository);
  }

  #check(): CheckedProject {
    return (this.#checked ??= { ...this.#core.check(), project: this.#core });
  }

  #coreWith(path: string, input: Input): Core {
    const { files, config } = input;
    if (config === undefined && path === configFile) return Core.of(input);
    const own = config ?? files.get(configFile);
    // It may name the file.
    const core = own === undefined ? this.#core : this.#core.withConfig(configOfTexts(own, files));
    const isRead = isManifest.test(path) && readsFile(core.config)(path);
    return core.withFiles(new Map([[path, isRead ? files.get(path) : undefined]]));
  }
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
