import { clientKinds } from '../mesh/clients/client-kinds.js';
import { safeText } from '../foundation/safe-text.js';
import type { FollowedRequest } from '../traffic/followed-request.js';
import type { PlacedStep } from '../traffic/result.js';
import { partsOfBasis } from './basis.js';
import { paint, type Paint } from './paint.js';
import { percentCell } from './percent-cell.js';
import { scenarioTitle } from './scenario-title.js';
import { groupBy } from './table-groups.js';
import { textWidth, wrap } from './wrap.js';

interface TextOptions {
  /** ANSI colours. */
  color: boolean;
  /** Characters of a line. */
  width?: number;
}

/**
 * Requests for people, as a traceroute shows them: for each client the way, hop by hop, and what comes of it in each scenario.
 *
 * @param basis What the numbers rest on; empty where nobody wants to read it.
 */
export function requestsText(
  requests: readonly FollowedRequest[],
  basis: readonly string[],
  { color, width: room = textWidth }: TextOptions,
): string {
  const style = paint(color);
  const width = Math.min(room, textWidth);
  const blocks = groupBy(requests, ({ environment, request, client }) =>
    JSON.stringify([environment, request, client]),
  ).map((own) => block(own, style, width));
  const all = [...(basis.length > 0 ? [basisText(basis, width)] : []), ...blocks];
  if (blocks.length === 0) all.push('There is no client whose requests could be followed.');
  return `${all.join('\n\n')}\n`;
}

function basisText(basis: readonly string[], width: number): string {
  const { facts, sentences } = partsOfBasis([...basis]);
  return [facts.map(safeText).join(', '), ...sentences.map(safeText)]
    .flatMap((line) => wrap(line, width))
    .join('\n');
}

/** One request of one client. Scenarios that go the same way are together. */
function block(results: readonly FollowedRequest[], style: Paint, width: number): string {
  const [first] = results;
  if (!first) return '';
  const { request, client, clientKind, clientLocality, environment } = first;
  const senders = clientKinds[clientKind].words.senders(clientLocality);
  const inEnvironment = environment === undefined ? '' : ` in ${environment}`;
  const title = `${`${request.method} ${request.url}`.trim()}, of ${senders} (${client})${inEnvironment}`;
  const headers = Object.entries(request.headers).map(([name, value]) => `  ${name}: ${value}`);
  const gone = results.filter(isGone);
  const ways = groupBy(
    results.filter((result) => !isGone(result)),
    ({ steps }) => JSON.stringify(steps),
  );
  const shared = sharedSteps(ways.flatMap(([one]) => (one ? [one.steps] : [])));
  const layout = layoutOf(results, width);
  const notes = (first.notes ?? []).flatMap((note) => wrap(safeText(note), width - 2));
  return [
    ...wrap(safeText(title), width).map(style.strong),
    ...headers.map((line) => style.faint(safeText(line))),
    ...hops(ways[0]?.[0] ?? first, 0, shared, layout, style),
    ...ways.flatMap(([one, ...more]) =>
      one
        ? [
            ...hops(one, shared, one.steps.length, layout, style),
            ...outcomeLines([one, ...more], layout, style),
          ]
        : [],
    ),
    ...outcomeLines(gone, layout, style),
    ...notes.map((line) => `  ${line}`),
  ].join('\n');
}

/** A client whose cluster is lost gets no further. */
function isGone({ steps }: FollowedRequest): boolean {
  return steps.length === 1 && steps[0]?.rule === 'front-door';
}

/** So many steps all ways begin with alike. */
function sharedSteps([first = [], ...others]: readonly PlacedStep[][]): number {
  const texts = others.map((steps) => steps.map((step) => JSON.stringify(step)));
  const end = first.findIndex((step, index) =>
    texts.some((own) => own[index] !== JSON.stringify(step)),
  );
  return end < 0 ? first.length : end;
}

/** Widths of columns, in characters. */
interface Layout {
  width: number;
  number: number;
  rule: number;
  scenario: number;
}

function layoutOf(results: readonly FollowedRequest[], width: number): Layout {
  const longest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length), 0);
  const steps = results.filter((result) => !isGone(result)).map((result) => result.steps);
  return {
    width,
    number: String(Math.max(...steps.map(({ length }) => length), 0)).length,
    rule: longest(steps.flat().map(({ rule }) => rule)),
    scenario: Math.min(longest(results.map(({ scenario }) => scenarioTitle(scenario))), 40),
  };
}

function outcomeLines(
  results: readonly FollowedRequest[],
  { width, scenario: room }: Layout,
  style: Paint,
): string[] {
  const [first] = results;
  if (!first) return [];
  const isOne = results.length > 2 && groupBy(results, outcomeText).length === 1;
  const lines = isOne
    ? [{ title: `all ${results.length} scenarios`, result: first }]
    : rows(results);
  return lines.flatMap(({ title, result }) => {
    const head = `  ${safeText(title).padEnd(room)}  `;
    const [line = '', ...more] = wrap(
      safeText(outcomeText(result)),
      Math.max(width - head.length, narrowest),
    );
    const shown = isFine(result) ? line : style.error(line);
    return [head + shown, ...more.map((rest) => ' '.repeat(head.length) + rest)];
  });
}

function rows(results: readonly FollowedRequest[]) {
  return results.map((result) => ({ title: scenarioTitle(result.scenario), result }));
}

function hops(
  { steps }: FollowedRequest,
  from: number,
  to: number,
  layout: Layout,
  style: Paint,
): string[] {
  return steps.slice(from, to).flatMap((step, index) => hop(step, from + index + 1, layout, style));
}

function hop(
  { rule, text, file, line, column }: PlacedStep,
  number: number,
  { number: digits, rule: room, width }: Layout,
  style: Paint,
): string[] {
  const head = `  ${String(number).padStart(digits)}  ${rule.padEnd(room)} `;
  const place = file === undefined ? '' : `${file}:${String(line)}:${String(column)}`;
  const indent = ' '.repeat(head.length + 1);
  const lines = wrap(safeText(text), Math.max(width - indent.length, narrowest));
  return [
    ...lines.map((own, index) => (index === 0 ? `${head} ${own}` : indent + own)),
    ...(place === '' ? [] : [indent + style.faint(safeText(place))]),
  ];
}

const narrowest = 30;

function isFine({ errors, outcome }: FollowedRequest): boolean {
  return errors === 0 && outcome !== 'undefined';
}

/** `europe-west1 50 %, us-central1 50 %; errors 0 %`. */
function outcomeText(result: FollowedRequest): string {
  const { outcome, status, split, unanswered, errors, errorsMin, errorsMax, reason } = result;
  const why = reason === undefined ? '' : ` (${reason})`;
  switch (outcome) {
    case 'undefined':
      return `undefined${why}`;
    case 'no-route':
      return `${status === undefined ? 'no answer' : `answered ${status}`}${why}`;
    case 'redirect':
      return `redirected, ${String(status)}`;
    case 'direct-response':
      return `answered ${status ?? 'without a status'} by the proxy`;
    case 'passthrough':
      return `passed on as it is${why}`;
    case 'forwarded':
      break;
  }
  if (errors === null) return `undefined${why}`;
  const shares = split
    .filter(({ share, max = share }) => max > 0)
    .map(
      ({ locality, share, min, max }) =>
        `${locality || 'no locality'} ${percentCell(share, min, max)}`,
    );
  const nothing = unanswered
    ? [`no endpoint ${percentCell(unanswered, undefined, undefined)}`]
    : [];
  const failing = `errors ${percentCell(errors, errorsMin, errorsMax, '0 %')}`;
  return `${[...shares, ...nothing].join(', ')}; ${failing}${why}`;
}
