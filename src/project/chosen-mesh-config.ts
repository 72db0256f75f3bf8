import type { MeshConfig } from '../api/mesh-config.js';
import { checkMeshConfig } from '../config/mesh-config.js';
import { UserError } from '../foundation/errors.js';
import { isMapping } from '../foundation/values.js';
import { stageWords } from '../units/folder-names.js';
import { folderOf } from '../foundation/paths.js';
import type { FoundMeshConfig } from '../units/unit.js';

/** The mesh configuration of an environment, and the file that says it. */
export interface ChosenMeshConfig {
  file: string;
  meshConfig: MeshConfig;
}

/**
 * The mesh configuration of an environment, of those that lie in the tree. Those in files or folders of another stage are not its own;
 * values of a stage are laid over the values beside them, as Helm does it. Only what the prediction reads counts as different.
 *
 * @param environment Its name; null: the only one.
 * @throws UserError where two that differ are left, or a field has a wrong type.
 */
export function chosenMeshConfig(
  environment: string | null,
  all: readonly FoundMeshConfig[],
): ChosenMeshConfig | undefined {
  const own = all.filter((one) => one.environment === environment || one.environment === null);
  const distinct = differing(own);
  const [first] = distinct;
  if (!first || distinct.length === 1) return first;
  const stages = new Set(stageWords(environment ?? ''));
  const staged = own.filter(({ file }) => stageWords(file).length > 0);
  const ofStage =
    stages.size > 0
      ? staged.filter(({ file }) => stageWords(file).some((word) => stages.has(word)))
      : staged;
  const common = differing(own.filter((one) => !staged.includes(one)));
  const special = differing(ofStage);
  const [base, secondBase] = common;
  const [only, second] = special;
  if (!only || second || secondBase)
    return conflict(environment, special.length > 1 ? special : common);
  if (!base) return only;
  if (folderOf(base.file) !== folderOf(only.file)) return only;
  const merged = merge(base.found.value, only.found.value, 0);
  return { file: only.file, meshConfig: read({ ...only.found, value: merged }) };
}

interface Candidate extends ChosenMeshConfig {
  found: FoundMeshConfig;
}

/** One of each that differ in what the prediction reads. */
function differing(all: readonly FoundMeshConfig[]): Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const found of all) {
    const meshConfig = read(found);
    const text = JSON.stringify(meshConfig);
    if (!byText.has(text)) byText.set(text, { file: found.file, meshConfig, found });
  }
  return [...byText.values()];
}

function conflict(
  environment: string | null,
  candidates: readonly ChosenMeshConfig[],
): ChosenMeshConfig | undefined {
  const [first, second] = candidates;
  if (!first || !second) return first;
  const where = environment === null ? '' : ` of environment ${environment}`;
  throw new UserError(
    `${first.file} and ${second.file} hold different mesh configurations${where}; ` +
      'name the file that counts under meshConfig, or leave the other out (exclude)',
  );
}

/** @throws UserError where a field has a wrong type. */
function read({ file, range, value }: FoundMeshConfig): MeshConfig {
  const { meshConfig, wrong } = checkMeshConfig(value);
  if (wrong.length === 0) return meshConfig;
  const place = `${file}:${range.line}:${range.column}`;
  throw new UserError(
    wrong.map(({ path, message }) => `${place}: ${path.join('.')}: ${message}`).join('\n'),
  );
}

/** Values nested deeper are taken as a whole. */
const deepest = 20;

function merge(base: unknown, over: unknown, depth: number): unknown {
  if (!isMapping(base) || !isMapping(over) || depth > deepest) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(base, key) ? merge(base[key], value, depth + 1) : value;
  }
  return merged;
}
