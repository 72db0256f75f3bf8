import type { Document } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { parseMappings } from '../manifest/parse.js';
import type { MeshConfig } from './config.js';
import { ConfigProblems } from './config-problems.js';
import { SchemaChecker } from './schema-problems.js';
import { validateMeshConfig } from './validators.js';

/** The basic types of the fields that `MeshConfig` holds. */
const checker = new SchemaChecker(validateMeshConfig);

const fields: readonly (keyof MeshConfig)[] = [
  'localityLbSetting',
  'zoneAwareLbSetting',
  'defaultTrafficPolicy',
  'defaultDestinationRuleExportTo',
  'defaultVirtualServiceExportTo',
  'defaultServiceExportTo',
  'defaultHttpRetryPolicy',
  'serviceSettings',
  'rootNamespace',
  'trustDomain',
];

/**
 * Reads Istio's MeshConfig from the text of a file: bare, or in the istio ConfigMap (`data.mesh`),
 * or in an IstioOperator (`spec.meshConfig`). Only the fields of `MeshConfig` are kept. Throws
 * `UserError` with every problem; `file` is how the file is called there.
 */
export function parseMeshConfig(text: string, file: string): MeshConfig {
  const problems = new ConfigProblems(file);
  const parsed = parseMappings({ file, text, named: true });
  for (const { range, message } of parsed.problems) problems.addAt(range, message);
  problems.throwIfAny();
  for (const document of parsed.documents) {
    const { kind, data, spec } = document.value;
    if (kind === 'ConfigMap' && typeof field(data, 'mesh') === 'string') {
      return parseMeshConfig(String(field(data, 'mesh')), `${file} (data.mesh)`);
    }
    if (kind === 'IstioOperator' && isObject(field(spec, 'meshConfig'))) {
      return check(document, field(spec, 'meshConfig'), ['spec', 'meshConfig'], problems);
    }
  }
  const [only] = parsed.documents;
  // An empty MeshConfig is Istio's defaults.
  if (!only && parsed.count === 0) return {};
  if (only && parsed.documents.length === 1 && !('kind' in only.value)) {
    return check(only, only.value, [], problems);
  }
  throw new UserError(
    `${file}: no MeshConfig in it; give a bare one, the istio ConfigMap with data.mesh, ` +
      'or an IstioOperator with spec.meshConfig',
  );
}

function check(
  document: Document,
  value: unknown,
  path: readonly string[],
  problems: ConfigProblems,
): MeshConfig {
  const known = Object.fromEntries(
    fields
      .map((name) => [name, field(value, name)] as const)
      // A field that is null is not set, as in every protobuf JSON.
      .filter(([, content]) => (content ?? null) !== null),
  );
  for (const problem of checker.check(known)) {
    problems.add(document, { ...problem, path: [...path, ...problem.path] });
  }
  problems.throwIfAny();
  return known;
}

function field(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
