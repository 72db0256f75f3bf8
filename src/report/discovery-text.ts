import { plural } from '../foundation/plural.js';
import { safeText } from '../foundation/safe-text.js';
import type { PassedOver } from '../foundation/finding.js';
import { passedOverWords } from '../lint/read-problems.js';
import type { Discovery } from '../project/discovery.js';
import { wrap, textWidth } from './wrap.js';

/** The environments, the units of each with what they hold, and what was assumed. */
export function discoveryText(
  { environments, units, passedOver }: Discovery,
  assumptions: readonly string[],
): string {
  const left = passedOverLines(passedOver);
  const notes = assumptions.flatMap((sentence) => wrap(safeText(sentence), textWidth));
  if (units.length === 0) {
    return `${['There are no manifests of Istio here yet.', ...notes, ...left].join('\n')}\n`;
  }
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const lines = environments.flatMap(({ name, clusters, units: own }) => {
    const ofClusters = new Set(clusters.flatMap((cluster) => cluster.units));
    const common = own.filter((id) => !ofClusters.has(id));
    return [
      name === null ? 'one environment' : `environment ${safeText(name)}`,
      ...common.flatMap((id) => unitLines(byId.get(id), '  ')),
      ...clusters.flatMap(({ name: cluster, locality, units: ids }) => [
        `  cluster ${safeText(cluster)}${locality === undefined ? '' : ` in ${safeText(locality)}`}`,
        ...ids.flatMap((id) => unitLines(byId.get(id), '    ')),
      ]),
      '',
    ];
  });
  const placed = new Set(environments.flatMap((one) => one.units));
  const others = units.filter(({ id }) => !placed.has(id));
  if (others.length > 0) {
    lines.push(
      'without an object that was read',
      ...others.flatMap((one) => unitLines(one, '  ')),
      '',
    );
  }
  return `${[...lines, ...notes, ...left].join('\n').trimEnd()}\n`;
}

function passedOverLines({ byReason, complete }: PassedOver): string[] {
  const sentences = byReason.map(
    ({ reason, files, examples }) =>
      `Not read: ${plural(files, 'file')} with objects ${passedOverWords[reason]} (${examples.join(', ')}${files > examples.length ? ', …' : ''}).`,
  );
  if (!complete) {
    sentences.push('Folders that are passed over hold too many files to look through all of them.');
  }
  return sentences.flatMap((sentence) => wrap(safeText(sentence), textWidth));
}

function unitLines(unit: Discovery['units'][number] | undefined, indent: string): string[] {
  if (!unit) return [];
  const { id, namespace, objects, notRendered } = unit;
  const where = namespace === undefined ? '' : ` in namespace ${safeText(namespace)}`;
  const line = `${indent}${safeText(id)}: ${plural(objects, 'object')}${where}`;
  if (notRendered === undefined) return [line];
  const more = wrap(safeText(notRendered), textWidth - indent.length - 2);
  return [line, ...more.map((text) => `${indent}  ${text}`)];
}
