import type { DocumentChange, Document, Plain } from '../manifest/document.js';
import type { Edit } from '../foundation/range.js';
import type { Range } from '../foundation/range.js';
import type { Path } from '../foundation/range.js';
import { UserError } from '../foundation/errors.js';
import { parseMappings } from '../manifest/parse.js';
import type { EndpointConfig } from '../config/config.js';
import type { HostComparison, InventoryComparison } from './compare-inventory.js';

interface Step {
  path: Path;
  change: DocumentChange;
}

/**
 * The text of a configuration with what the clusters say. Only what differs is touched: order, comments and everything
 * else stay as they are.
 *
 * @param readAt When the clusters were read, as `2026-11-21T10:50:00Z`: it is written to every host that they have.
 * @throws UserError where the text has a form in which no edit is certain, such as an anchor.
 */
export function editConfig(
  file: string,
  text: string,
  { hosts, clusters }: InventoryComparison,
  readAt: string,
): string {
  const listed = hosts.filter(isListed);
  // Of a list, the last item cannot be taken out: an empty one is written anew.
  const kept = listed.filter(({ result, endpoints }) => result !== 'gone' && endpoints.length > 0);
  const emptied = listed.filter((one) => !kept.includes(one));
  const added = [...hosts.filter(({ result }) => result === 'added'), ...emptied];
  // What is appended goes behind what is there, so that positions stay; what is removed goes from the end.
  const rounds: Step[][] = [
    kept.flatMap(countSteps),
    kept.flatMap(appendSteps),
    ...removalRounds(kept),
    kept.map(({ index }) => ({ path: ['workloads', index, 'readAt'], change: { value: readAt } })),
    addedSteps(added, readAt),
    ...emptied
      .toSorted((one, other) => other.index - one.index)
      .map(({ index }) => [removal(['workloads', index])]),
    ...clusters.map((change) => [siteStep(change)]),
  ];
  return rounds.reduce((all, steps) => applySteps(file, all, steps), text);
}

type Listed = HostComparison & { index: number };

function isListed(one: HostComparison): one is Listed {
  return one.index !== undefined && one.result !== 'unknown';
}

/** Other numbers of endpoints that are listed. */
function countSteps({ index: host, changes }: Listed): Step[] {
  return changes.flatMap(({ index, found }): Step[] => {
    if (index === undefined || found === 0) return [];
    const path = ['workloads', host, 'endpoints', index, 'count'];
    return [{ path, change: { value: found } }];
  });
}

/** Endpoints that are not listed yet. */
function appendSteps({ index: host, changes }: Listed): Step[] {
  const added = changes.filter(({ index }) => index === undefined);
  const append = added.map(({ endpoint }) => written(endpoint));
  return append.length > 0 ? [{ path: ['workloads', host, 'endpoints'], change: { append } }] : [];
}

/** Endpoints that are no longer there: of every host the last one first, since what is behind it moves up. */
function removalRounds(hosts: readonly Listed[]): Step[][] {
  const byHost = hosts.map(({ index: host, changes }) =>
    changes
      .flatMap(({ index, found }) => (index === undefined || found > 0 ? [] : [index]))
      .toReversed()
      .map((index) => removal(['workloads', host, 'endpoints', index])),
  );
  const most = Math.max(0, ...byHost.map((steps) => steps.length));
  return Array.from({ length: most }, (_, round) => byHost.flatMap((steps) => steps[round] ?? []));
}

function removal(path: Path): Step {
  return { path, change: { remove: true } };
}

function addedSteps(hosts: readonly HostComparison[], readAt: string): Step[] {
  const append = hosts.map(({ host, endpoints }): Plain => {
    return { host, readAt, endpoints: endpoints.map(({ unready: _, ...one }) => written(one)) };
  });
  return append.length > 0 ? [{ path: ['workloads'], change: { append } }] : [];
}

function siteStep({ index, key, found }: InventoryComparison['clusters'][number]): Step {
  return { path: ['clusters', index, key], change: { value: found } };
}

/** One endpoint as it is written: `count` only where there are several. */
function written({ locality, count = 1, cluster, ...more }: EndpointConfig): Plain {
  const rest = more as Record<string, Plain>;
  return {
    locality,
    ...(count !== 1 && { count }),
    ...(cluster !== undefined && { cluster }),
    ...rest,
  };
}

function applySteps(file: string, text: string, steps: readonly Step[]): string {
  if (steps.length === 0) return text;
  const document = read(file, text);
  const edits = steps.map(({ path, change }) => {
    const edit = document.edit(path, change);
    if (edit) return edit;
    const { line, column } = document.locate(path);
    throw new UserError(
      `${file}:${line}:${column}: cannot be edited here for certain (an anchor, an alias, or an unusual ` +
        'form): write it plainly, or take what --out - shows',
    );
  });
  return replaceAll(text, edits);
}

function read(file: string, text: string): Document {
  const [document] = parseMappings({ file, text, named: true }).documents;
  if (document) return document;
  throw new Error(`${file} cannot be read any more after an edit`);
}

function replaceAll(text: string, edits: readonly Edit[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1;
  const spans = edits.map(({ range, text: own }) => ({ ...spanOf(range, offset), own }));
  return spans
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, own }) => all.slice(0, start) + own + all.slice(end), text);
}

function spanOf(
  { line, column, endLine, endColumn }: Range,
  offset: (line: number, column: number) => number,
): { start: number; end: number } {
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}
