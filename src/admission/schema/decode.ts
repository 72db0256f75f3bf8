import { isMapping } from '../../foundation/values.js';
import { certainlyMeant, didYouMean } from '../../foundation/did-you-mean.js';
import type { AdmissionProblem } from '../problem.js';
import { fieldName } from './messages.js';
import { resolve, type Schema } from './schemas.js';

/**
 * Reads a value as the API server does before it validates: fields that the schema does not know are refused (clients ask
 * for strict field validation, and istioctl refuses them as well), and a field that is null is as good as absent.
 * Source: k8s.io/apiextensions-apiserver pkg/apiserver/schema, pruning and defaulting.
 */
export function decode(
  value: unknown,
  root: Schema,
  path: (string | number)[] = [],
): { value: unknown; unknown: AdmissionProblem[] } {
  const unknown: AdmissionProblem[] = [];
  const read = (at: unknown, given: Schema, place: (string | number)[]): unknown => {
    const schema = resolve(given, root);
    if (Array.isArray(at)) {
      const { items } = schema;
      return items ? at.map((item, index) => read(item, items, [...place, index])) : at;
    }
    if (!isMapping(at)) return at;
    const { properties = {}, additionalProperties } = schema;
    const result: Record<string, unknown> = {};
    for (const [key, child] of Object.entries(at)) {
      const childSchema = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      const childPath = [...place, key];
      if (childSchema === false) unknown.push(unknownField(childPath, Object.keys(properties)));
      else if (child !== null) {
        // A plain assignment would take `__proto__` for something else.
        Object.defineProperty(result, key, {
          value: isMapping(childSchema) ? read(child, childSchema, childPath) : child,
          enumerable: true,
        });
      }
    }
    return result;
  };
  return { value: read(value, root, path), unknown };
}

function unknownField(path: (string | number)[], known: string[]): AdmissionProblem {
  const guess = didYouMean(String(path.at(-1)), known);
  const list = known.length <= shortList ? `; known are: ${known.join(', ')}` : '';
  const hint = guess === undefined ? list : `; did you mean ${guess}?`;
  const message = `unknown field ${fieldName(path)}${hint}`;
  const key = certainlyMeant(String(path.at(-1)), known);
  return {
    path,
    part: 'key',
    message,
    severity: 'error',
    topic: 'unknown-field',
    ...(key === undefined ? {} : { mend: { key } }),
  };
}

const shortList = 12;
