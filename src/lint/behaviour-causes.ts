import { rules } from '../rules/index.js';
import type { BehaviourChange, BehaviourChanges } from '../traffic/behaviour-change.js';
import type { TableRow } from '../traffic/table.js';
import type { Finding } from '../foundation/finding.js';
import { objectsBehind } from '../mesh/targets.js';

/** A change of behaviour, and the finding that says what it comes from, where one does. */
export interface ExplainedChange extends BehaviourChange {
  /** The finding that says what the change comes from; missing where none does. */
  cause?: Finding;
}

export interface ExplainedChanges extends BehaviourChanges {
  changes: ExplainedChange[];
}

const RANK: Record<Finding['severity'], number> = { error: 0, warning: 1, notice: 2 };

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
    const { target } = row;
    const objects = [...objectsBehind(target), ...(target.place ? [target.place.resource] : [])];
    const about = findings.filter(({ resource }) =>
      objects.some(
        ({ kind, namespace, name }) =>
          resource?.kind === kind && resource.namespace === namespace && resource.name === name,
      ),
    );
    const [cause] = about.sort((a, b) => rankOf(a) - rankOf(b));
    return cause ? { ...change, cause } : change;
  });
  return { changes: explained, unchanged };
}

function isForTheWorse({ kind, after }: BehaviourChange): boolean {
  return kind === 'worse' || kind === 'other' || (kind === 'added' && (after?.errors ?? 0) > 0);
}

/** What explains errors first, and of these the gravest. */
function rankOf({ rule, category, severity }: Finding): number {
  const explains = category === 'invariant' || explaining.has(rule);
  return (explains ? 0 : 10) + RANK[severity];
}
