import { addTo } from '../foundation/add-to.js';
import type { Prediction } from './result.js';

/**
 * A case whose prediction is another one than before. `worse` and `better` are about the share of requests that fail;
 * `other` is a case in which the same share fails, but requests go elsewhere, or one where nobody can tell.
 */
export interface BehaviourChange {
  /** How the case differs. */
  kind: 'worse' | 'better' | 'other' | 'added' | 'removed';
  /** Undefined for a case that was not there before. */
  before: Prediction | undefined;
  /** Undefined for a case that is no longer there. */
  after: Prediction | undefined;
}

export interface BehaviourChanges {
  /** In the order of the table; what is no longer there comes last. */
  changes: BehaviourChange[];
  /** How many cases are as they were. */
  unchanged: number;
}

/** Smaller differences of shares are rounding. */
const noticeable = 0.0005;

/**
 * Compares two predicted tables case by case: a destination, client and outage are the same case in both, also where
 * the route that leads there has been renamed.
 */
export function behaviourChanges(
  before: readonly Prediction[],
  after: readonly Prediction[],
): BehaviourChanges {
  const pairs = pairUp(before, after);
  const changes = pairs.flatMap(([old, current]): BehaviourChange[] => {
    const kind = changeOf(old, current);
    return kind === 'same' ? [] : [{ kind, before: old, after: current }];
  });
  return { changes, unchanged: pairs.length - changes.length };
}

/** The same case in two tables; undefined: it is in one of them alone. */
export type RowPair = [before: Prediction | undefined, after: Prediction | undefined];

/**
 * Pairs the cases of two tables, in the order of the second one; what only the first one has comes last. The row of a host to which
 * nothing leads is no case where the other table has a route to it: nobody sends such requests.
 */
export function pairUp(before: readonly Prediction[], after: readonly Prediction[]): RowPair[] {
  const old = withoutUnrouted(before, after);
  const current = withoutUnrouted(after, before);
  const sameRoute = take(old, current, (row) => keyOf(row, row.route));
  const renamed = take(sameRoute.before, sameRoute.after, (row) => keyOf(row, null));
  const partners = new Map([...sameRoute.partners, ...renamed.partners]);
  return [
    ...current.map((row): RowPair => [partners.get(row), row]),
    ...renamed.before.map((row): RowPair => [row, undefined]),
  ];
}

function withoutUnrouted(
  rows: readonly Prediction[],
  others: readonly Prediction[],
): readonly Prediction[] {
  if (!rows.some(isUnrouted)) return rows;
  const routed = new Set(others.filter((row) => !isUnrouted(row)).map(clientAndHost));
  return rows.filter((row) => !isUnrouted(row) || !routed.has(clientAndHost(row)));
}

/** A sidecar calls a host also where no route names it. */
function isUnrouted({ publicHost, route, clientKind }: Prediction): boolean {
  return publicHost === null && route === null && clientKind !== 'sidecar';
}

function clientAndHost({ environment, client, host }: Prediction): string {
  return JSON.stringify([environment, client, host]);
}

/** Finds for each row the one with its key before, each once; and what is left of both. */
function take(
  before: readonly Prediction[],
  after: readonly Prediction[],
  key: (row: Prediction) => string,
): { partners: Map<Prediction, Prediction>; before: Prediction[]; after: Prediction[] } {
  const waiting = new Map<string, Prediction[]>();
  for (const row of before.toReversed()) addTo(waiting, key(row), row);
  const partners = new Map<Prediction, Prediction>();
  for (const row of after) {
    const partner = waiting.get(key(row))?.pop();
    if (partner) partners.set(row, partner);
  }
  const taken = new Set(partners.values());
  return {
    partners,
    before: before.filter((row) => !taken.has(row)),
    after: after.filter((row) => !partners.has(row)),
  };
}

function keyOf(row: Prediction, route: string | null): string {
  const { environment, host, port, subset, publicHost, match, client, scenario } = row;
  return JSON.stringify([
    environment,
    host,
    port,
    subset,
    publicHost,
    match,
    client,
    scenario,
    route,
  ]);
}

/** How a case differs between two tables. */
export function changeOf(
  before: Prediction | undefined,
  after: Prediction | undefined,
): BehaviourChange['kind'] | 'same' {
  if (before === after) return 'same';
  if (!before) return 'added';
  if (!after) return 'removed';
  if (before.errors === null || after.errors === null) {
    return before.errors === after.errors && hasSameNotes(before, after) ? 'same' : 'other';
  }
  const most = (after.errorsMax ?? after.errors) - (before.errorsMax ?? before.errors);
  const expected = after.errors - before.errors;
  // A range that grows is a promise less, whatever its mean.
  const rise = Math.abs(most) > noticeable ? most : expected;
  if (rise > noticeable) return 'worse';
  if (rise < -noticeable) return 'better';
  return hasSameNumbers(before, after) && hasSameNotes(before, after) ? 'same' : 'other';
}

function hasSameNumbers(before: Prediction, after: Prediction): boolean {
  const localities = [...before.split, ...after.split].map(({ locality }) => locality);
  const numbers = (row: Prediction) => [
    row.weight,
    row.unanswered ?? 0,
    row.errors ?? 0,
    row.errorsMin ?? row.errors ?? 0,
    row.errorsMax ?? row.errors ?? 0,
    ...localities.flatMap((name) => {
      const { share = 0, min, max } = row.split.find(({ locality }) => locality === name) ?? {};
      return [share, min ?? share, max ?? share];
    }),
  ];
  const old = numbers(before);
  return numbers(after).every((value, index) => Math.abs(value - (old[index] ?? 0)) <= noticeable);
}

function hasSameNotes({ notes: before = [] }: Prediction, { notes: after = [] }: Prediction) {
  return JSON.stringify(before) === JSON.stringify(after);
}
