import type { BehaviourChange } from '../traffic/behaviour-change.js';
import { isRecord } from './field-set.js';

/** What a run changes for callers, small enough to be kept with its record. */
export interface RunBehaviour {
  /** In how many predicted cases fewer requests fail than before. */
  better: number;
  /** In how many more requests fail, among them cases that are no longer there. */
  worse: number;
  /** In how many requests go elsewhere, or are new. */
  other: number;
  /** In how many nothing changes. */
  unchanged: number;
  /** The cases, the worse ones first; of very many the first ones. */
  cases: RunCase[];
}

/** One case; shares of errors are from 0 to 1, null: nobody can tell, missing: there is no such case. */
export interface RunCase {
  /** How the case differs. */
  kind: BehaviourChange['kind'];
  /** The destination host. */
  host: string;
  /**
   * The destination port; missing where the route names none.
   *
   * @asType integer
   */
  port?: number;
  /** Who sends the requests. */
  client: string;
  /** The outage. */
  scenario: string;
  /** The share of errors before. */
  before?: number | null;
  /** The share of errors afterwards. */
  after?: number | null;
}

/** A ConfigMap holds more; who reads a history does not. */
const mostCases = 20;
const longestName = 253;

/** Counts the cases, and keeps some of them. */
export function behaviourOfRun({
  changes,
  unchanged,
}: {
  changes: readonly BehaviourChange[];
  unchanged: number;
}): RunBehaviour {
  const better = changes.filter(({ kind }) => kind === 'better');
  const worse = changes.filter(isWorse);
  const other = changes.filter((each) => !worse.includes(each) && !better.includes(each));
  return {
    better: better.length,
    worse: worse.length,
    other: other.length,
    unchanged,
    cases: [...worse, ...better, ...other].slice(0, mostCases).map(caseOf),
  };
}

function isWorse({ kind, before }: BehaviourChange): boolean {
  return kind === 'worse' || (kind === 'removed' && before?.errors !== 1);
}

function caseOf({ kind, before, after }: BehaviourChange): RunCase {
  const row = after ?? before;
  const { host = '', port, client = '', scenario = '' } = row ?? {};
  return {
    kind,
    host: host.slice(0, longestName),
    ...(typeof port === 'number' && { port }),
    client: client.slice(0, longestName),
    scenario: scenario.slice(0, longestName),
    ...(before && { before: before.errorsMax ?? before.errors }),
    ...(after && { after: after.errorsMax ?? after.errors }),
  };
}

/** What was kept as a text; undefined for anything else. */
export function readBehaviour(text: string | undefined): RunBehaviour | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isRunBehaviour(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something that was read is a behaviour. */
export function isRunBehaviour(value: unknown): value is RunBehaviour {
  return (
    isRecord(value) &&
    ['better', 'worse', 'other', 'unchanged'].every((key) => typeof value[key] === 'number') &&
    Array.isArray(value['cases']) &&
    value['cases'].every(isCase)
  );
}

function isCase(value: unknown): value is RunCase {
  return (
    isRecord(value) &&
    ['better', 'worse', 'other', 'added', 'removed'].includes(String(value['kind'])) &&
    ['host', 'client', 'scenario'].every((key) => typeof value[key] === 'string') &&
    ['before', 'after'].every(
      (key) => value[key] === undefined || value[key] === null || typeof value[key] === 'number',
    ) &&
    (value['port'] === undefined || typeof value['port'] === 'number')
  );
}
