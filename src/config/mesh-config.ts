import { conform, isMapping, shapeAt } from '../api/conform.js';
import { meshConfig, type MeshConfig } from '../api/mesh-config.js';
import type { Shape } from '../api/shape.js';
import type { Document } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { parseMappings } from '../manifest/parse.js';
import { ConfigProblems } from './config-problems.js';
import { wrongType } from './schema-problems.js';

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
    if (kind === 'IstioOperator' && isMapping(field(spec, 'meshConfig'))) {
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
    Object.keys(meshConfig).map((name) => [name, field(value, name)] as const),
  );
  // A field that is null is not set, as in every protobuf JSON.
  const conformed = conform(known, meshConfig);
  for (const dropped of conformed.dropped) {
    const message = wrongType(valueAt(known, dropped), jsonType(shapeAt(meshConfig, dropped)));
    problems.add(document, { path: [...path, ...dropped], message });
  }
  problems.throwIfAny();
  return conformed.value as MeshConfig;
}

/** JSON Schema's word for the type of a shape. */
function jsonType(shape: Shape): string {
  if (typeof shape === 'object') return Array.isArray(shape) ? 'array' : 'object';
  return shape === 'text' ? 'string' : shape;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value);
}

function field(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
