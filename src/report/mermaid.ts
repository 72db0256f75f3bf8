import { clientKinds } from '../mesh/clients/client-kinds.js';
import { plural } from '../foundation/plural.js';
import type { Prediction } from '../traffic/result.js';
import { percentCell } from './percent-cell.js';
import { safeText } from '../foundation/safe-text.js';
import { placeShares, type Columns, type TableGroup } from './table-groups.js';

/** Longer names are cut: a box must stay one. */
const longest = 60;
/** Arrows at most; GitHub draws no diagram with more than 500, nor one of more than 50,000 characters. */
const mostArrows = 200;
const mostText = 40_000;

/**
 * A flowchart of one destination: from where clients enter, by the proxy there, to the regions or zones with their
 * shares. Clients that have no room are counted. Empty where the scenario is not among the rows, has no numbers, or has no
 * room at all.
 */
export function mermaid({ columns, clients }: TableGroup, scenario = 'healthy'): string {
  const cases = clients.flatMap(({ subject, outcomes }) =>
    [...outcomes()]
      .flatMap((some) => some.filter((row) => row.scenario === scenario && row.split.length > 0))
      .map((row): Prediction => ({ ...subject, ...row })),
  );
  if (cases.length === 0) return '';
  const boxes = columns.places.map((place, index) => `  ${regionBox(index)}[${label(place)}]`);
  let text = `${['flowchart LR', ...boxes].join('\n')}\n`;
  let [shown, count] = [0, 0];
  for (const [index, row] of cases.entries()) {
    const arrows = arrowsOf(row, index, columns);
    const own = `${arrows.join('\n')}\n`;
    count += arrows.length;
    if (count > mostArrows || text.length + own.length > mostText) break;
    text += own;
    shown++;
  }
  if (shown === 0) return '';
  const left = cases.length - shown;
  return left === 0 ? text : `${text}  more[${label(`and ${plural(left, 'more client')}`)}]\n`;
}

function arrowsOf(row: Prediction, index: number, { level, places }: Columns): string[] {
  const { client, clientKind, clientLocality, unanswered } = row;
  const { proxy } = clientKinds[clientKind].words;
  const entry = `client${index}([${label(`clients in ${clientLocality || 'no region'}`)}])`;
  const gateway = `gateway${index}{{${label(`${proxy} of ${client}`)}}}`;
  const byPlace = placeShares(row, level);
  const shares = places.flatMap((place, number) => {
    const { share, min, max } = byPlace.get(place) ?? { share: 0 };
    const text = percentCell(share, min, max, '');
    if (text === '') return [];
    return `  gateway${index} -->|${label(text)}| ${regionBox(number)}`;
  });
  const lost = percentCell(unanswered ?? 0, undefined, undefined, '');
  return [
    `  ${entry} --> ${gateway}`,
    ...shares,
    ...(lost === '' ? [] : [`  gateway${index} -->|${label(lost)}| none[${label('503')}]`]),
  ];
}

function regionBox(index: number): string {
  return `region${index}`;
}

/** A quoted label that shows its text as it is: no markup, no entities, no directives. */
function label(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  const escaped = safeText(short).replace(
    /["#&<>`\\;{}[\]()|*_~]|%(?=%)|(?<=%)%/g,
    (character) => `#${character.charCodeAt(0)};`,
  );
  return `"${escaped}"`;
}
