import { isRecord } from './field-set.js';
import type { ApplySet } from './apply-set.js';

/** A cluster that a deployment left out because it could not be reached; kept in those that were not. */
export interface Debt {
  /** The name of the cluster. */
  cluster: string;
  /** ISO 8601. */
  since: string;
  /** Who started the run that left it out. */
  by: string;
  /** The run that left it out. */
  run: string;
  /** Why it was left out, as given with `--reason`. */
  reason: string;
}

const note = 'debts';

/** What the sets of the clusters say; the oldest of each cluster counts. */
export function debtsOf(sets: readonly (ApplySet | undefined)[]): Debt[] {
  const oldest = new Map<string, Debt>();
  for (const debt of sets.flatMap((set) => parse(set?.notes[note]))) {
    const known = oldest.get(debt.cluster);
    if (!known || debt.since < known.since) oldest.set(debt.cluster, debt);
  }
  return [...oldest.values()];
}

/** The notes of a set with these debts and no others. */
export function withDebts(
  notes: Readonly<Record<string, string>>,
  debts: readonly Debt[],
): Record<string, string> {
  const { [note]: _, ...rest } = notes;
  return debts.length > 0 ? { ...rest, [note]: JSON.stringify(debts) } : rest;
}

function parse(text: string | undefined): Debt[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isDebt) : [];
  } catch {
    return [];
  }
}

function isDebt(value: unknown): value is Debt {
  return (
    isRecord(value) &&
    ['cluster', 'since', 'by', 'run', 'reason'].every((key) => typeof value[key] === 'string')
  );
}
