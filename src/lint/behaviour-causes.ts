import { rules } from '../rules/index.js';
import type { BehaviourChange, BehaviourChanges } from '../traffic/behaviour-change.js';
import type { TableRow } from '../traffic/table.js';
import type { Finding } from '../foundation/finding.js';
import { objectsBehind } from '../mesh/targets.js';

/** A part of a change of the files without which a prediction is as it was before, or closer to that. */
export interface CausingChange {
  /** What became of the object, field or file. */
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** The object; null for a key of the configuration and for a file without objects. */
  resource: { kind: string; namespace: string | null; name: string } | null;
  /** The field, such as `spec.trafficPolicy.outlierDetection.maxEjectionPercent`; null for the whole object or file. */
  field: string | null;
  /** The field's value before, as JSON, or its beginning; missing for a whole object and for a field that was added. */
  before?: string;
  /** The same after the change. */
  after?: string;
  /** Relative to the working folder, with `/`; of what is gone, the file that it was in. */
  file: string;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  line: number;
  /**
   * Counts from 1.
   *
   * @asType integer
   * @minimum 1
   */
  column: number;
  /** Set where file and line are those before the change. */
  isGone?: true;
}

/** A change of behaviour, and what it comes from. */
export interface ExplainedChange extends BehaviourChange {
  /** The finding that the cause brings, or that explains the errors; missing where none does. */
  cause?: Finding;
  /** The changes of the files that it comes from; missing where none was found. */
  causes?: CausingChange[];
  /** Set where only all of `causes` together alter the prediction; else each of them does alone. */
  together?: true;
}

export interface ExplainedChanges extends BehaviourChanges {
  changes: ExplainedChange[];
  /** Why causes are missing: the change has too many parts to evaluate each without it. */
  undetermined?: string;
}

const rank: Record<Finding['severity'], number> = { error: 0, warning: 1, notice: 2 };

const explaining = new Set(rules.filter((rule) => rule.explainsErrors).map(({ name }) => name));

/**
 * Adds to each change for the worse the finding about the objects behind it that says most.
 *
 * @param rows The table after the change.
 * @param findings What may be the cause: what the change brought, where that is known; else everything.
 */
export function withCauses(
  { changes, unchanged }: BehaviourChanges,
  rows: readonly TableRow[],
  findings: readonly Finding[],
): ExplainedChanges {
  const rowOf = new Map(rows.map((row) => [row.prediction, row]));
  const explained = changes.map((change): ExplainedChange => {
    const row = change.after && rowOf.get(change.after);
    if (!row || !isForTheWorse(change)) return change;
    const [cause] = findingsBehind(row, findings);
    return cause ? { ...change, cause } : change;
  });
  return { changes: explained, unchanged };
}

/** The findings about the objects behind a row, those that say most of it first. */
export function findingsBehind(row: TableRow, findings: readonly Finding[]): Finding[] {
  const { target } = row;
  const objects = [...objectsBehind(target), ...(target.place ? [target.place.resource] : [])];
  const about = findings.filter(({ resource }) =>
    objects.some(
      ({ kind, namespace, name }) =>
        resource?.kind === kind && resource.namespace === namespace && resource.name === name,
    ),
  );
  return mostTellingFirst(about);
}

/** What explains errors first, and of these the most severe. */
export function mostTellingFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Whether a change may be one that a finding explains. */
export function isForTheWorse({ kind, after }: BehaviourChange): boolean {
  return kind === 'worse' || kind === 'other' || (kind === 'added' && (after?.errors ?? 0) > 0);
}

function rankOf({ rule, category, severity }: Finding): number {
  const explains = category === 'invariant' || explaining.has(rule);
  return (explains ? 0 : 10) + rank[severity];
}
