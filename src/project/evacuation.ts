import { isIstioGroup } from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import type { Fix } from '../foundation/finding.js';
import { at, listAt, textAt } from '../foundation/values.js';
import { offsetsOf, withFixes } from '../lint/plan-edits.js';
import type { Document } from '../manifest/document.js';
import { clusterRegions } from '../mesh/topology.js';
import { parseManifest } from '../manifest/parse.js';
import { weightChangesOf, settingsOf, type WeightChange } from '../mesh/evacuated-rule.js';
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
export function evacuatedProject(before: Project, region: string, share = 0): Evacuated {
  const problems: string[] = [];
  const changed: string[] = [];
  const edits = new Map<string, Fix[]>();
  const textOf = (file: string) => before.manifests.text(file) ?? '';
  const offsets = offsetsOf(textOf);
  // Where the configuration declares no clusters, they are those that the manifests name.
  const regions = clusterRegions(before.mesh.topology.clusters);
  const others = regions.filter((each) => each !== region);
  if (!regions.includes(region)) {
    const known = regions.length > 0 ? `there are ${regions.join(', ')}` : 'none is known at all';
    problems.push(`no cluster is in the region ${region}; ${known}`);
    return { after: before, files: [], changed, problems };
  }
  for (const document of before.manifests.documents) {
    if (document.value['kind'] !== 'DestinationRule' || !isIstioGroup(document.value['apiVersion']))
      continue;
    const title = titleOf(document);
    try {
      const changes = settingsOf(document.value).flatMap(([path, setting]) =>
        weightChangesOf(setting, path, { region, others, share }),
      );
      if (changes.length === 0) continue;
      for (const change of changes) {
        const { path } = change;
        const { text, block } = textsOf(change);
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
          isOpen &&
          share === 0 &&
          weightChangesOf(setting, path, { region, others, share }).length > 0
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

/** One line, and lines where the text there is in block style. */
function textsOf(change: WeightChange): { text: string; block?: string[] } {
  if ('to' in change) {
    const block = [...change.to].map(([key, weight]) => `${scalar(key)}: ${weight}`);
    return { text: flow(change.to), block };
  }
  const entries = change.entries.map(
    ({ from, to }) => `{ from: ${scalar(from)}, to: ${flow(to)} }`,
  );
  return { text: `{ enabled: true, distribute: [${entries.join(', ')}] }` };
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
