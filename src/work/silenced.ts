import type { Config } from '../config/config.js';
import type { Finding } from '../foundation/finding.js';
import { knownFindings, newFindings } from '../lint/new-findings.js';
import { checkByBase } from '../project/check-by-base.js';
import type { CheckedProject } from '../project/change.js';
import type { Project } from '../project/project.js';
import { isFound } from './inspect-base.js';
import { inspect, type InspectOptions } from './inspect.js';

/** What of a configuration decides which findings are reported; the rest says what the mesh is. */
const deciding = ['rules', 'overrides', 'preset', 'paths', 'exclude'] as const;

/**
 * The errors that a change hides rather than fixes: ignores that it adds, rules that it switches off or makes less severe, and files that
 * it leaves out. They are found where the changed files are checked by the rules, paths and ignores of the base.
 */
export async function silencedErrors(
  before: Project,
  after: CheckedProject,
  options: InspectOptions,
): Promise<Finding[]> {
  const { project, lint } = after;
  const isSame = deciding.every((key) => isEqual(before.config[key], project.config[key]));
  if (isSame && lint.summary.ignored === 0) return [];
  const decided: Partial<Config> = Object.fromEntries(
    deciding.map((key) => [key, before.config[key]]),
  );
  const isReadAlike =
    isEqual(before.config.paths, project.config.paths) &&
    isEqual(before.config.exclude, project.config.exclude);
  const config = { ...project.config, ...decided };
  const files = isReadAlike
    ? project
    : await inspect({
        ...options,
        // What was renamed or deleted cannot be read by its old name.
        decided: {
          ...decided,
          paths: before.config.paths.filter((path) => isFound(path, options.cwd)),
        },
        allowEmpty: true,
      });
  const strict = checkByBase(files, before, config);
  const errors = strict.findings.filter(({ severity }) => severity === 'error');
  const textIn = (file: string) => files.manifests.text(file);
  return newFindings(errors, knownFindings(lint.findings, textIn), textIn);
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
