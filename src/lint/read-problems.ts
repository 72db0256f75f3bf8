import type { Config } from '../config/config.js';
import { isModelledFlag, modelledFlags } from '../config/control-plane-config.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { isMapping } from '../foundation/values.js';
import { rule as notModelled } from '../rules/not-modelled.js';
import type { Severity } from '../foundation/severity.js';
import type { ReadProblem } from '../manifest/document.js';
import type { Finding, PassedOver, PassedOverReason } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import type { Path, Range } from '../foundation/range.js';
import { checkMeshConfig } from '../config/mesh-config.js';
import { startOfFile } from '../manifest/line-index.js';
import { rule as knownMeshConfigFields } from '../rules/known-mesh-config-fields.js';
import { rule as notRendered } from '../rules/not-rendered.js';
import { rule as passedOverRule } from '../rules/passed-over.js';
import type { Rule } from '../rules/rule.js';
import { findingAt } from './finding-at.js';

/** What exists only after rendering becomes a notice for each unit. */
export function notRenderedFindings(
  units: readonly {
    file: string;
    range: Range;
    message: string;
    severity: Severity | undefined;
  }[],
): Finding[] {
  return units.map(({ file, range, message, severity }) =>
    findingAt(notRendered, { file, range, message, severity }),
  );
}

/** Fields of the mesh configurations in the tree that Istio does not have; a file counts once, however many environments have it. */
export function meshConfigFindings(
  configs: readonly { file: string; value: unknown; locate(path: Path): Range }[],
): Finding[] {
  const seen = new Set<unknown>();
  return configs.flatMap(({ file, value, locate }) => {
    if (seen.has(value)) return [];
    seen.add(value);
    return checkMeshConfig(value).unknown.map(({ path, message }) =>
      findingAt(knownMeshConfigFields, { file, range: locate(path), message }),
    );
  });
}

/** Where files are that are not read, for people. */
export const passedOverWords: Record<PassedOverReason, string> = {
  'dot-folder': 'in a folder whose name begins with a dot',
  'git-ignored': 'ignored by .gitignore and not tracked by git',
  node_modules: 'in node_modules',
  excluded: 'excluded by the configuration or by --exclude',
};

/** Flags of the control plane that the prediction does not know, each once. */
export function flagFindings({ document, file, profile }: Config): Finding[] {
  if (!document || file === undefined) return [];
  const seen = new Set<string>();
  return flagPaths(document.value).flatMap(({ name, path }) => {
    if (seen.has(name) || (isModelledFlag(name) && profile !== 'csm-managed')) return [];
    seen.add(name);
    return findingAt(notModelled, {
      file,
      range: document.locate(path, 'key'),
      message: `${unmodelledFlag(name)} What it changes is in none of the predicted numbers. Test an outage with a drill.`,
    });
  });
}

/** What is said of a flag that is not modelled. */
export function unmodelledFlag(name: string): string {
  const near = isModelledFlag(name) ? undefined : didYouMean(name, modelledFlags);
  return `The flag ${name} is not modelled${near === undefined ? '' : `; did you mean ${near}?`}.`.replace(
    '?.',
    '?',
  );
}

/** Where flags are declared: for all clusters, then for each of them. */
function flagPaths(config: Record<string, unknown>): { name: string; path: Path }[] {
  const clusters = (list: unknown, at: Path) =>
    Array.isArray(list) ? list.flatMap((one, index) => flagsAt(one, [...at, index])) : [];
  const { environments } = config;
  return [
    ...flagsAt(config, []),
    ...clusters(config['clusters'], ['clusters']),
    ...Object.entries(isMapping(environments) ? environments : {}).flatMap(([name, own]) =>
      clusters(isMapping(own) ? own['clusters'] : [], ['environments', name, 'clusters']),
    ),
  ];
}

function flagsAt(owner: unknown, at: Path): { name: string; path: Path }[] {
  const controlPlane = isMapping(owner) ? owner['controlPlane'] : undefined;
  const flags = isMapping(controlPlane) ? controlPlane['flags'] : undefined;
  return Object.keys(isMapping(flags) ? flags : {}).map((name) => ({
    name,
    path: [...at, 'controlPlane', 'flags', name],
  }));
}

/** What is not read becomes a notice for each reason; what somebody excluded is only counted. */
export function passedOverFindings({ byReason, complete }: PassedOver): Finding[] {
  const found = byReason.flatMap(({ reason, files, examples }): Finding[] => {
    const [file] = examples;
    if (reason === 'excluded' || file === undefined) return [];
    const more = files > examples.length ? ` and ${plural(files - examples.length, 'more')}` : '';
    const isOne = files === 1;
    return [
      findingAt(passedOverRule, {
        file,
        range: startOfFile,
        message:
          `Not checked: ${plural(files, 'file')} with objects of Istio or the Gateway API ${isOne ? 'is' : 'are'} ` +
          `${passedOverWords[reason]} (${examples.join(', ')}${more}). kubectl apply --recursive sends ${isOne ? 'it' : 'them'} ` +
          `all the same. Name ${isOne ? 'the file' : 'the files or their folder'} as a path to have ${isOne ? 'it' : 'them'} checked, or ` +
          'exclude what is never applied.',
      }),
    ];
  });
  if (complete) return found;
  const message =
    'Not checked: folders that are passed over (dot folders, node_modules, what .gitignore matches) hold too many files to look ' +
    'through for objects of Istio. Exclude what is never applied, or name the folders that are.';
  return [...found, findingAt(passedOverRule, { file: '.', range: startOfFile, message })];
}

/** What could not be read becomes a finding of the rule for its kind. */
export function readFindings(
  problems: readonly ReadProblem[],
  rules: Record<ReadProblem['kind'], Rule>,
): Finding[] {
  return problems.map((problem) => {
    // A file that was found by chance and has nothing of Istio may well not concern failover; one that was not read may.
    const severity =
      problem.named || problem.istio ? 'error' : problem.unread ? 'warning' : 'notice';
    return findingAt(rules[problem.kind], {
      severity,
      message: problem.message,
      file: problem.file,
      range: problem.range,
    });
  });
}
