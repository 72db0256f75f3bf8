import type { Expectation } from '../config/config.js';
import { parseLocality } from '../mesh/locality.js';
import { isLocalityWithin } from './outage.js';
import type { Outcome } from './result.js';
import type { Scenario } from './scenarios.js';
import type { TableRow } from './table.js';
import { percent } from '../foundation/percent.js';

/** A row of the table that is not what its scenario expects. */
export interface BrokenExpectation {
  /** Of the scenario. */
  scenario: string;
  /** What was expected, and what is predicted instead. */
  message: string;
  /** Undefined where no row is meant by the expectation. */
  row: TableRow | undefined;
}

const defaultTolerance = 0.01;

/**
 * Holds the rows of a scenario to what it expects, one after the other. A range must lie within the tolerance as a
 * whole; what is undefined meets no expectation. Without a single row nothing is said.
 */
export function* brokenExpectations(
  { name: scenario, configured }: Pick<Scenario, 'name' | 'configured'>,
  rows: Iterable<TableRow>,
): Generator<BrokenExpectation, void, undefined> {
  const expect = configured?.expect;
  if (!expect) return;
  const count = { rows: 0, meant: 0 };
  const hosts = expect.hosts && new Set(expect.hosts);
  const clients = expect.clients && new Set(expect.clients);
  for (const row of rows) {
    count.rows++;
    const { host, client } = row.subject;
    if ((hosts && !hosts.has(host)) || (clients && !clients.has(client))) continue;
    count.meant++;
    for (const problem of problemsOf(row.outcome, expect)) {
      yield { scenario, message: `${host} for ${client}: ${problem}`, row };
    }
  }
  if (count.rows > 0 && count.meant === 0) {
    yield { scenario, message: 'no routed host and client is meant by it', row: undefined };
  }
}

function problemsOf(row: Outcome, expect: Expectation): string[] {
  const { split = {}, tolerance = defaultTolerance, maxErrors } = expect;
  if (row.errors === null) return [`the result is undefined: ${row.reason ?? ''}`];
  const problems = Object.entries(split).flatMap(([place, share]) => {
    const area = parseLocality(place);
    const own = row.split.filter(({ locality }) => isLocalityWithin(parseLocality(locality), area));
    const low = own.reduce((sum, { share: expected, min }) => sum + (min ?? expected), 0);
    const high = own.reduce((sum, { share: expected, max }) => sum + (max ?? expected), 0);
    const isMet = low >= share - tolerance - epsilon && high <= share + tolerance + epsilon;
    return isMet
      ? []
      : [`${place} gets ${range(low, high)} of the requests, not ${percent(share)}`];
  });
  const errors = row.errorsMax ?? row.errors;
  if (maxErrors !== undefined && errors > maxErrors + epsilon) {
    problems.push(`${percent(errors)} of the requests fail, more than ${percent(maxErrors)}`);
  }
  return problems;
}

/** Rounding of floating-point sums. */
const epsilon = 1e-9;

function range(low: number, high: number): string {
  return high - low < epsilon ? percent(low) : `${percent(low)} to ${percent(high)}`;
}
