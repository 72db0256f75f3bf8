import { addTo } from '../foundation/add-to.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';

/** A row of a table, as far as it can be merged with others. */
interface Row {
  scenario: string;
  name: string;
  cells: readonly string[];
  reason: string | undefined;
}

/**
 * Rows that say the same become one, with the names of all; the first one is where it was. Rows stay apart where the names do not fit.
 *
 * @param longest Characters that a name may have.
 */
export function mergedRows<R extends Row>(
  rows: readonly R[],
  indent: string,
  longest: number,
): R[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.cells, row.reason]);
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  const [only] = rows;
  if (groups.size === 1 && only && rows.length > 1) {
    return [{ ...only, name: `${indent}every case` }];
  }
  return [...groups.values()].flatMap((group) => {
    const name = nameOfAll(group, longest);
    const [first] = group;
    return name === undefined || !first ? group : [{ ...first, name: indent + name }];
  });
}

/** Undefined where no name of them fits. */
function nameOfAll(rows: readonly Row[], longest: number): string | undefined {
  const names: string[] = [];
  let place: string | undefined;
  for (const { scenario } of rows) {
    const { where, what } = partsOf(scenario);
    names.push(safeText(where !== undefined && where === place ? what : scenarioTitle(scenario)));
    place = where;
  }
  const all = names.join(', ');
  if (all.length <= longest || names.length === 1) return all;
  const short = `${names[0] ?? ''} and ${names.length - 1} more`;
  return names.length > 1 && short.length <= longest ? short : undefined;
}

/** `europe-west1` and `failing`, of `failing:europe-west1`. */
function partsOf(scenario: string): { where: string | undefined; what: string } {
  const title = scenarioTitle(scenario);
  const [, where] = /^[a-z-]+:([^+]+)$/.exec(scenario) ?? [];
  if (where === undefined || !title.startsWith(`${where} `))
    return { where: undefined, what: title };
  return { where, what: title.slice(where.length + 1) };
}

/** The heads of clients with the same rows as one: what they begin with alike is said once. */
export function mergedHeads(heads: readonly string[]): string {
  const byStart = new Map<string, string[]>();
  for (const head of heads) addTo(byStart, head.split(' ')[0] ?? '', head);
  return [...byStart.values()].map(joinedHeads).join(', ');
}

function joinedHeads([first = '', ...others]: readonly string[]): string {
  const words = first
    .replace(/ \(.*\)$/, '')
    .split(' ')
    .slice(0, -1)
    .join(' ');
  return [
    first,
    ...others.map((head) => (head.startsWith(`${words} `) ? head.slice(words.length + 1) : head)),
  ].join(', ');
}
