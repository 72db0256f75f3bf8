import { addTo } from '../foundation/add-to.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { Rule } from '../rules/rule.js';
import { rule as validIgnore } from '../rules/valid-ignore.js';
import type { Finding } from '../foundation/finding.js';
import { findingAt } from './finding-at.js';
import type { Ignore } from './ignores.js';

/**
 * Takes out the findings that an ignore covers, and reports ignores that are wrong or in vain.
 *
 * @param today `YYYY-MM-DD`: an ignore that ended before ignores nothing, and is reported.
 * @param notRun Rules that have had no chance to find anything: an ignore of theirs may be needed.
 */
export function applyIgnores(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  rules: readonly Rule[],
  notRun: readonly Rule[],
  today: string,
): { kept: Finding[]; ignored: number; misused: Finding[] } {
  const names = rules.map(({ name }) => name);
  const misused: Finding[] = [];
  const complain = ({ file, comment: { range } }: Ignore, message: string) => {
    misused.push(findingAt(validIgnore, { message, file, range }));
  };
  const valid = ignores.filter((ignore) => {
    const problem = problemOf(ignore, names, today);
    if (problem !== undefined) complain(ignore, problem);
    return problem === undefined;
  });

  const used = new Set<Ignore>();
  const byRule = new Map<string, Ignore[]>();
  for (const ignore of valid) addTo(byRule, keyOf(ignore), ignore);
  const covers = new Map([...byRule].map(([key, all]) => [key, coverOf(all)]));
  const kept = findings.filter((finding) => {
    const ignore = covers.get(keyOf(finding))?.(finding.line);
    if (ignore) used.add(ignore);
    return ignore === undefined;
  });
  for (const ignore of valid) {
    if (!used.has(ignore) && !notRun.some(({ name }) => name === ignore.rule)) {
      complain(ignore, `${ignore.rule} finds nothing here: remove this ignore.`);
    }
  }
  return { kept, ignored: findings.length - kept.length, misused };
}

/** Gives the first of some ignores that covers a line, without going through all of them. */
function coverOf(ignores: readonly Ignore[]): (line: number) => Ignore | undefined {
  const sorted = ignores.toSorted((a, b) => a.first - b.first);
  let highest = 0;
  // Up to each of them, the last line that any covers.
  const reach = sorted.map(({ last }) => (highest = Math.max(highest, last)));
  return (line) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((reach[middle] ?? line) < line) low = middle + 1;
      else high = middle;
    }
    const found = sorted[low];
    return found && found.first <= line ? found : undefined;
  };
}

function keyOf({ rule, file }: Pick<Ignore, 'rule' | 'file'>): string {
  return JSON.stringify([rule, file]);
}

/** Ignores silence what is found in manifests; of the configuration's lines only an expectation can be found wrong. */
export function misplacedIgnores(inConfig: readonly Ignore[]): Finding[] {
  return inConfig.map(({ file, comment: { range } }) =>
    findingAt(validIgnore, {
      message:
        'An ignore in the configuration counts for nothing. Write it into the manifest, change what is expected, or set ' +
        'the severity of the rule under "rules".',
      file,
      range,
    }),
  );
}

function problemOf(
  { rule, until, reason }: Ignore,
  names: readonly string[],
  today: string,
): string | undefined {
  const form = 'Write "mesh-failover-ignore: rule-name reason".';
  if (rule === '') return `This ignore names no rule. ${form}`;
  if (!names.includes(rule)) {
    const near = didYouMean(rule, names);
    return `There is no rule "${rule}"${near ? `; did you mean "${near}"?` : '.'} See mesh-failover rules.`;
  }
  if (reason === '') return `This ignore gives no reason. ${form}`;
  if (until === undefined) return undefined;
  if (!isDate(until)) {
    return `"${until}" is no day, so this ignore counts for nothing. Write until=YYYY-MM-DD.`;
  }
  return until < today
    ? `This ignore ended with ${until}: mend what ${rule} finds here, or give a later day and why.`
    : undefined;
}

/** A day that there is, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
