import { UserError } from '../foundation/errors.js';
import type { Finding } from '../foundation/finding.js';
import {
  findingsBehind,
  isForTheWorse,
  mostTellingFirst,
  type ExplainedChange,
  type ExplainedChanges,
} from '../lint/behaviour-causes.js';
import { knownFindings, newFindings } from '../lint/new-findings.js';
import type { BehaviourChange, BehaviourChanges } from '../traffic/behaviour-change.js';
import type { Prediction } from '../traffic/result.js';
import { causesOfRows, type RowCause, type UndoneParts } from '../traffic/row-causes.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { PredictedTable, scenariosOf, type TableRow } from '../traffic/table.js';
import { differencesOf, type ChangedPart } from './changed-part.js';
import { changedParts, type FileState } from './changed-parts.js';
import { describePart } from './describe-part.js';
import type { Project } from './project.js';
import { undo } from './undo.js';

/** A state of the files, and its table. */
export interface PredictedState {
  project: Project;
  rows: readonly TableRow[];
}

/** How often a changed table is predicted again without some of the change. */
const mostEvaluations = 250;

/** Documents and rows that are read and predicted again for it, altogether. */
const mostWork = 100_000;

/** How often the rules run again without some of the change. */
const mostLints = 20;

/** Of each changed row, so many causes are named. */
const mostNamed = 10;

/**
 * Adds to each changed prediction the parts of the change that it comes from: those without which it would be as it was before, or
 * closer to that. A finding is its cause if the same parts bring the finding.
 *
 * @param findings Those that the change brings.
 * @param scenarios Which ones the tables have.
 */
export function withChangeCauses(
  { changes, unchanged }: BehaviourChanges,
  before: PredictedState,
  after: PredictedState,
  findings: readonly Finding[],
  scenarios?: ScenarioOptions,
): ExplainedChanges {
  if (changes.length === 0) return { changes: [], unchanged };
  const parts = changedParts(stateOf(before.project), stateOf(after.project));
  const table = new ChangedTable(changes, scenarios);
  const rows = table.rowsOf(after.rows);
  const documents = after.project.manifests.documents.length;
  const budget = Math.min(mostEvaluations, Math.floor(mostWork / (documents + rows.length + 1)));
  const found = causesOfRows(changes, {
    before: table.rowsOf(before.rows),
    after: rows,
    differences: parts.map((part) => differencesOf(part).length),
    evaluate: (undone) => table.predict(after.project, parts, undone),
    budget,
  });
  const finder = new FindingFinder(after, parts, findings);
  const explained = changes.map((change, index): ExplainedChange => {
    const cause = found.causes[index];
    if (!cause) return change;
    const finding = finder.findingOf(change, cause);
    return {
      ...change,
      ...(finding && { cause: finding }),
      causes: cause.parts.slice(0, mostNamed).flatMap(({ part, difference }) => {
        const one = parts[part];
        return one ? describePart(one, difference) : [];
      }),
      ...(cause.isTogether && { together: true }),
    };
  });
  const isUndetermined = found.isCut && found.causes.includes(undefined);
  return {
    changes: explained,
    unchanged,
    ...(isUndetermined && {
      undetermined:
        `Not every cause was determined: the change has ${parts.length} parts, ` +
        'which are too many to predict the table without each of them.',
    }),
  };
}

function stateOf(project: Project): FileState {
  const { repository, config, files } = project;
  return {
    ...{ config, files },
    isRendered: (file) => repository.texts.has(file),
    environments: repository.environments,
  };
}

/** The rows that may differ: those of the same hosts and scenarios as the ones that do. */
class ChangedTable {
  readonly #hosts: ReadonlySet<string>;
  readonly #scenarios: ReadonlySet<string>;
  readonly #options: ScenarioOptions | undefined;

  constructor(changes: readonly BehaviourChange[], options: ScenarioOptions | undefined) {
    this.#options = options;
    const rows = changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
    this.#hosts = new Set(rows.map(({ host }) => host));
    this.#scenarios = new Set(rows.map(({ scenario }) => scenario));
  }

  rowsOf(rows: readonly TableRow[]): Prediction[] {
    return rows
      .map(({ prediction }) => prediction)
      .filter(({ host, scenario }) => this.#hosts.has(host) && this.#scenarios.has(scenario));
  }

  predict(
    project: Project,
    parts: readonly ChangedPart[],
    undone: UndoneParts,
  ): Prediction[] | undefined {
    const state = undo(project, parts, undone);
    if (!state) return undefined;
    try {
      return state.environments.flatMap(({ name, mesh }) => {
        const meant = scenariosOf(mesh, this.#options).filter((one) =>
          this.#scenarios.has(one.name),
        );
        const table = new PredictedTable(mesh, meant, {
          isMeant: ({ host }) => this.#hosts.has(host),
          environment: name,
        });
        return [...table.rows()].map(({ prediction }) => prediction);
      });
    } catch (error) {
      // Such as a table that is too large without the part.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}

/** Finds for each cause the findings that it brings. */
class FindingFinder {
  readonly #rowOf: ReadonlyMap<Prediction, TableRow>;
  readonly #brought = new Map<string, readonly Finding[]>();
  readonly #after: PredictedState;
  readonly #parts: readonly ChangedPart[];
  readonly #findings: readonly Finding[];

  constructor(after: PredictedState, parts: readonly ChangedPart[], findings: readonly Finding[]) {
    this.#after = after;
    this.#parts = parts;
    this.#findings = findings;
    this.#rowOf = new Map(after.rows.map((row) => [row.prediction, row]));
  }

  /** Of the findings that come with a cause, the one that says most of the row. */
  findingOf(change: BehaviourChange, cause: RowCause): Finding | undefined {
    const row = change.after && this.#rowOf.get(change.after);
    if (row ? !isForTheWorse(change) : change.kind !== 'removed') return undefined;
    const possible = row
      ? findingsBehind(row, this.#findings)
      : mostTellingFirst(this.#findings).filter(({ category }) => category !== 'admission');
    if (possible.length === 0) return undefined;
    const brought = this.#broughtBy(cause);
    return possible.find((finding) => brought.includes(finding));
  }

  #broughtBy({ parts, isTogether }: RowCause): readonly Finding[] {
    const groups = isTogether ? [parts] : parts.map((part) => [part]);
    return groups.flatMap((group) => {
      const undone = new Map<number, 'all' | Set<number>>();
      for (const { part, difference } of group) {
        const known = undone.get(part);
        if (difference === undefined) undone.set(part, 'all');
        else if (known instanceof Set) known.add(difference);
        else if (!known) undone.set(part, new Set([difference]));
      }
      return this.#broughtByParts(undone);
    });
  }

  #broughtByParts(undone: UndoneParts): readonly Finding[] {
    const key = JSON.stringify([...undone].map(([part, what]) => [part, [...what]]));
    const known = this.#brought.get(key);
    if (known) return known;
    if (this.#brought.size >= mostLints) return [];
    const { project } = this.#after;
    const state = undo(project, this.#parts, undone);
    const left = state?.lint().findings ?? [];
    const textOf = (file: string) => project.manifests.text(file);
    const found = state ? newFindings(this.#findings, knownFindings(left, textOf), textOf) : [];
    this.#brought.set(key, found);
    return found;
  }
}
