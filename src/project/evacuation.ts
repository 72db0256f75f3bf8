import { isIstioGroup } from '../api/kinds.js';
import { declaredClusters } from '../config/declared-clusters.js';
import { addTo } from '../foundation/add-to.js';
import type { Fix } from '../foundation/finding.js';
import type { Path } from '../foundation/range.js';
import { at, isMapping, listAt, textAt } from '../foundation/values.js';
import { offsetsOf, withFixes } from '../lint/plan-edits.js';
import type { Document } from '../manifest/document.js';
import { parseManifest } from '../manifest/parse.js';
import { parseLocality } from '../mesh/locality.js';
import type { FixedFile } from './fix.js';
import type { Project } from './project.js';

/** Manifests that send a region nothing, or only a part of what they did. */
export interface Evacuated {
  after: Project;
  files: FixedFile[];
  /** The DestinationRules that changed, as `namespace/name`. */
  changed: string[];
  /** Why it cannot be done; then nothing is changed. */
  problems: string[];
}

/**
 * Takes a region out of every `distribute` list of the DestinationRules, by the smallest edits of their files. What the region
 * got goes to the others of the same entry, in proportion. Locality settings without such a list get one, since `failover` alone
 * keeps callers of the region in it.
 *
 * @param share What the region keeps of its weights, 0 to 1.
 */
export function evacuate(before: Project, region: string, share = 0): Evacuated {
  const problems: string[] = [];
  const changed: string[] = [];
  const edits = new Map<string, Fix[]>();
  const textOf = (file: string) => before.manifests.text(file) ?? '';
  const offsets = offsetsOf(textOf);
  const regions = [
    ...new Set(declaredClusters(before.config).map((each) => regionOf(each.locality))),
  ];
  const others = regions.filter((each) => each !== region);
  if (!regions.includes(region)) {
    problems.push(`no cluster is in the region ${region}; there are ${regions.join(', ')}`);
    return { after: before, files: [], changed, problems };
  }
  for (const document of before.manifests.documents) {
    if (document.value['kind'] !== 'DestinationRule' || !isIstioGroup(document.value['apiVersion']))
      continue;
    const title = titleOf(document);
    try {
      const changes = settingsOf(document.value).flatMap(([path, setting]) =>
        changesOf(setting, path, { region, others, share }),
      );
      if (changes.length === 0) continue;
      for (const { path, text, block } of changes) {
        if (document.fileAt && document.fileAt(path) !== document.file) {
          throw new Error('it is rendered from other files; change its source');
        }
        const { file } = document;
        const range = document.locate(path);
        const start = offsets({ file, range, text })?.start ?? 0;
        const isFlow = block === undefined || textOf(file)[start] === '{';
        const indent = ' '.repeat(range.column - 1);
        const edit = { file, range, text: isFlow ? text : block.join(`\n${indent}`) };
        addTo(edits, file, { description: title, edits: [edit] });
      }
      changed.push(title);
    } catch (error) {
      problems.push(`DestinationRule ${title} (${document.file}): ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) return { after: before, files: [], changed: [], problems };
  const overlapping = new Set<string>();
  const files = [...edits].map(([file, own]): FixedFile => {
    const { texts, made } = withFixes(own, textOf);
    if (made < own.length) overlapping.add(file);
    return { file, before: textOf(file), after: texts.get(file) ?? '' };
  });
  const after = before.withFiles(new Map(files.map((each) => [each.file, each.after])));
  // An alias stands in several places at once: then what was meant is not what is there now.
  const broken = files.find(({ file, after: text }) => {
    const { documents, problems: found } = parseManifest({ file, text, named: true });
    const isLeft = documents.some(({ value }) =>
      settingsOf(value).some(([path, setting]) => {
        const isOpen = setting.enabled !== false && listAt(setting, 'distribute').length > 0;
        return (
          isOpen && share === 0 && changesOf(setting, path, { region, others, share }).length > 0
        );
      }),
    );
    return found.length > 0 || isLeft || overlapping.has(file);
  });
  if (broken) {
    return {
      after: before,
      files: [],
      changed: [],
      problems: [`${broken.file} cannot be changed safely`],
    };
  }
  return { after, files, changed, problems };
}

interface Setting {
  distribute?: { from?: unknown; to?: unknown }[];
  failover?: unknown;
  failoverPriority?: unknown;
  enabled?: unknown;
}

interface Wanted {
  region: string;
  /** The regions that are left. */
  others: readonly string[];
  share: number;
}

/** A value in place of what is at a path. */
interface Change {
  path: Path;
  text: string;
  /** Its lines where the text there is in block style. */
  block?: string[];
}

/** Every locality setting of a DestinationRule, with its path. */
function settingsOf(value: Record<string, unknown>): [Path, Setting][] {
  const policies: [Path, unknown][] = [
    [['spec', 'trafficPolicy'], at(value, 'spec', 'trafficPolicy')],
    ...listAt(value, 'spec', 'subsets').map((each, index): [Path, unknown] => {
      return [['spec', 'subsets', index, 'trafficPolicy'], at(each, 'trafficPolicy')];
    }),
  ];
  return policies
    .flatMap(([path, policy]): [Path, unknown][] => [
      [path, policy],
      ...listAt(policy, 'portLevelSettings').map((each, index): [Path, unknown] => {
        return [[...path, 'portLevelSettings', index], each];
      }),
    ])
    .flatMap(([path, policy]): [Path, Setting][] => {
      const setting = at(policy, 'loadBalancer', 'localityLbSetting');
      const own = [...path, 'loadBalancer', 'localityLbSetting'];
      return setting === undefined ? [] : [[own, isMapping(setting) ? setting : {}]];
    });
}

function changesOf(setting: Setting, path: Path, wanted: Wanted): Change[] {
  if (setting.enabled === false) {
    throw new Error('its locality settings are off, so that no weights can take the region out');
  }
  const entries = listAt(setting, 'distribute');
  if (entries.length > 0) {
    return entries.flatMap((entry, index) => {
      const to = weightsIn(at(entry, 'to'), wanted);
      if (!to) return [];
      const block = [...to].map(([key, weight]) => `${scalar(key)}: ${weight}`);
      return [{ path: [...path, 'distribute', index, 'to'], text: flow(to), block }];
    });
  }
  if (wanted.share > 0) {
    throw new Error(
      'it has no distribute list, so that the region can be taken out in one step only',
    );
  }
  const { region, others } = wanted;
  if (others.length === 0) throw new Error('no region is left to send requests to');
  const even = flow(shared(new Map(others.map((each) => [each, 1])), 100));
  const from = [
    `{ from: ${scalar(region)}, to: ${even} }`,
    // Who is elsewhere stays there.
    ...others.map((each) => `{ from: ${scalar(each)}, to: ${flow(new Map([[each, 100]]))} }`),
  ];
  return [{ path, text: `{ enabled: true, distribute: [${from.join(', ')}] }` }];
}

/** Undefined: the region is not in it. */
function weightsIn(
  to: unknown,
  { region, others, share }: Wanted,
): Map<string, number> | undefined {
  const weights = new Map(
    Object.entries(isMapping(to) ? to : {}).map(([key, weight]) => [key, Number(weight)]),
  );
  if ([...weights.values()].some((weight) => !Number.isInteger(weight) || weight < 0)) {
    throw new Error('its weights are no numbers');
  }
  if (weights.has('*') || [...weights.keys()].some((key) => key === '')) {
    throw new Error('it sends requests to "*", which names the region too');
  }
  const own = [...weights].filter(([key]) => regionOf(key) === region);
  if (own.length === 0) return undefined;
  const kept = own
    .map(([key, weight]): [string, number] => [key, Math.round(weight * share)])
    .filter(([, weight]) => weight > 0);
  const left = [...weights].filter(([key, weight]) => regionOf(key) !== region && weight > 0);
  const survivors = left.length > 0 ? left : others.map((each): [string, number] => [each, 1]);
  if (survivors.length === 0) throw new Error('no region is left to send requests to');
  const rest = 100 - kept.reduce((sum, [, weight]) => sum + weight, 0);
  const all = new Map([...kept, ...shared(new Map(survivors), rest)]);
  // In the order of the manifest, then what is new.
  const order = [...weights.keys(), ...all.keys()].filter((key) => all.has(key));
  return new Map(order.map((key) => [key, all.get(key) ?? 0]));
}

/** Whole numbers in proportion to the weights, at least 1 each, with the given sum. */
function shared(weights: ReadonlyMap<string, number>, sum: number): Map<string, number> {
  const total = [...weights.values()].reduce((a, b) => a + b, 0);
  const exact = [...weights].map(([key, weight]) => ({ key, exact: (weight * sum) / total }));
  const parts = exact.map(({ key, exact: value }) => {
    return { key, whole: Math.max(1, Math.floor(value)), rest: value % 1 };
  });
  let open = sum - parts.reduce((a, { whole }) => a + whole, 0);
  for (const part of parts.toSorted((a, b) => b.rest - a.rest)) {
    if (open <= 0) break;
    part.whole++;
    open--;
  }
  const [largest] = parts.toSorted((a, b) => b.whole - a.whole);
  if (largest) largest.whole += open;
  return new Map(parts.map(({ key, whole }) => [key, whole]));
}

function flow(weights: ReadonlyMap<string, number>): string {
  return `{ ${[...weights].map(([key, weight]) => `${scalar(key)}: ${weight}`).join(', ')} }`;
}

/** As JSON, which is YAML, unless it is plain: what is read as a number or a truth value is not. */
function scalar(text: string): string {
  const isPlain =
    /^[a-z][a-z0-9-]*(\/[a-z0-9-]+)*$/.test(text) &&
    !/^(true|false|null|yes|no|on|off|[yn])$/.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function titleOf({ value }: Document): string {
  const namespace = textAt(value, 'metadata', 'namespace');
  return `${namespace === undefined ? '' : `${namespace}/`}${String(at(value, 'metadata', 'name'))}`;
}

function regionOf(locality: string): string {
  return parseLocality(locality).region;
}
